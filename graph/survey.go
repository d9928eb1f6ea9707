package graph

import (
	"slices"
	"sync"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/projections"
)

// Survey is a wave as of a date, with its results.
type Survey struct {
	projections.Survey

	at   asOf
	wave func() []projections.Reading // computed once, however often it is asked for
}

func (a asOf) surveyOf(s projections.Survey) Survey {
	return Survey{s, a, sync.OnceValue(func() []projections.Reading { return a.views.Readings.Wave(s.ID, a.on) })}
}

func (a asOf) survey(id string) *Survey {
	s, ok := a.views.Surveys.Survey(id, a.on)
	if !ok {
		return nil
	}
	found := a.surveyOf(s)
	return &found
}

func (a asOf) surveys(instrumentID *string) []Survey {
	var out []Survey
	for _, s := range a.views.Surveys.List(a.on) {
		if instrumentID == nil || s.InstrumentID == *instrumentID {
			out = append(out, a.surveyOf(s))
		}
	}
	return out
}

// AsOf echoes the date.
func (s Survey) AsOf() calendar.Date { return s.at.on }

// ReadingConnection is one page of readings.
type ReadingConnection struct {
	Nodes      []Reading
	TotalCount int
	PageInfo   PageInfo
}

// Readings is one page of the results, by team.
func (s Survey) Readings(kind *string, first int, after *string) (*ReadingConnection, error) {
	all := s.results(kind)
	nodes, info, err := page(all, first, after, func(r projections.Reading) string { return r.TeamID })
	return &ReadingConnection{s.at.readings(nodes), len(all), info}, err
}

// results are those of teams of a kind, or of all.
func (s Survey) results(kind *string) []projections.Reading {
	all := slices.Clone(s.wave())
	if kind == nil {
		return all
	}
	return slices.DeleteFunc(all, func(r projections.Reading) bool {
		t, ok := s.at.views.Teams.Team(r.TeamID, s.at.on)
		return !ok || t.Kind != *kind
	})
}

// GapSpread is one pair of items over the teams of a wave.
type GapSpread struct {
	Declared, Lived string
	Gap             projections.Spread
}

// Gaps gives every mirrored pair that the wave's instrument asks.
func (s Survey) Gaps(kind *string) []GapSpread {
	results := s.results(kind)
	var pairs []projections.Gap
	for _, r := range results {
		for _, g := range r.Mirrors() {
			if !slices.Contains(pairs, g) {
				pairs = append(pairs, g)
			}
		}
	}
	out := make([]GapSpread, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, GapSpread{p.Declared, p.Lived, s.spread(results, gap(p.Declared, p.Lived))})
	}
	return out
}

// spread describes a figure over results.
func (s Survey) spread(results []projections.Reading, figure func(projections.Reading) projections.Number) projections.Spread {
	return projections.SpreadOf(results, s.at.position(), figure)
}

// Gap is one pair of items over the teams.
func (s Survey) Gap(declared, lived string, kind *string) GapSpread {
	return GapSpread{declared, lived, s.spread(s.results(kind), gap(declared, lived))}
}

// Need is one need over the teams.
func (s Survey) Need(need care.Need, kind *string) projections.Spread {
	return s.spread(s.results(kind), func(r projections.Reading) projections.Number { return r.Need(need) })
}

// Dimension is one dimension over the teams.
func (s Survey) Dimension(dimension care.Dimension, kind *string) projections.Spread {
	return s.spread(s.results(kind), func(r projections.Reading) projections.Number {
		return r.Dimension(dimension)
	})
}
