package graph

import (
	"slices"
	"strings"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/projections"
)

// Team is a team as of a date, with what hangs on it.
type Team struct {
	projections.Team

	at asOf
}

func (a asOf) team(id string) *Team {
	t, ok := a.views.Teams.Team(id, a.on)
	if !ok {
		return nil
	}
	return &Team{t, a}
}

func (a asOf) teams(list []projections.Team) []Team {
	out := make([]Team, len(list))
	for i, t := range list {
		out[i] = Team{t, a}
	}
	return out
}

// AsOf echoes the date.
func (t Team) AsOf() calendar.Date { return t.at.on }

// Parent is the team above, whether or not it has ended since.
func (t Team) Parent() *Team {
	if t.ParentID == "" {
		return nil
	}
	return t.at.team(t.ParentID)
}

// Children are the living teams right below.
func (t Team) Children() []Team { return t.at.teams(t.at.views.Teams.Children(t.ID, t.at.on)) }

// Passage is the end of a team and what became of it.
type Passage struct {
	projections.Passage

	at asOf
}

// From is the team that ended.
func (p Passage) From() Team { return Team{p.Passage.From, p.at} }

// Into are the teams it became.
func (p Passage) Into() []Team { return p.at.teams(p.Passage.Into) }

// Lineage is every end of a team in this one's line.
func (t Team) Lineage() []Passage {
	var out []Passage
	for _, p := range t.at.views.Teams.Lineage(t.ID, t.at.on) {
		out = append(out, Passage{p, t.at})
	}
	return out
}

// Readings is what each wave says about the team.
func (t Team) Readings(instrumentID *string) []Reading {
	return t.at.readings(t.of(instrumentID))
}

func (t Team) of(instrumentID *string) []projections.Reading {
	all := t.at.views.Readings.Readings(t.ID, t.at.on)
	return slices.DeleteFunc(all, func(r projections.Reading) bool {
		return instrumentID != nil && r.InstrumentID != *instrumentID
	})
}

// Reading is what one wave says about the team.
func (t Team) Reading(surveyID string) *Reading {
	r, ok := t.at.views.Readings.Reading(t.ID, surveyID, t.at.on)
	if !ok {
		return nil
	}
	return &Reading{r, t.at}
}

// NeedTrend follows a need.
func (t Team) NeedTrend(instrumentID string, need care.Need) projections.Trend {
	return projections.TrendOf(t.of(&instrumentID), func(r projections.Reading) projections.Number { return r.Need(need) })
}

// DimensionTrend follows a dimension.
func (t Team) DimensionTrend(instrumentID string, dimension care.Dimension) projections.Trend {
	return projections.TrendOf(t.of(&instrumentID), func(r projections.Reading) projections.Number {
		return r.Dimension(dimension)
	})
}

// GapTrend follows a gap.
func (t Team) GapTrend(instrumentID, declared, lived string) projections.Trend {
	return projections.TrendOf(t.of(&instrumentID), gap(declared, lived))
}

func gap(declared, lived string) func(projections.Reading) projections.Number {
	return func(r projections.Reading) projections.Number { return r.Gap(declared, lived) }
}

// TeamFilter chooses teams; each condition given must hold.
type TeamFilter struct {
	IDs          []string
	Kind         *string
	ParentID     *string
	NameContains *string
	SurveyID     *string
}

func (a asOf) holds(f *TeamFilter, t projections.Team) bool {
	if f == nil {
		return true
	}
	if f.SurveyID != nil {
		if _, tallied := a.views.Readings.Reading(t.ID, *f.SurveyID, a.on); !tallied {
			return false
		}
	}
	return (f.IDs == nil || slices.Contains(f.IDs, t.ID)) &&
		(f.Kind == nil || *f.Kind == t.Kind) &&
		(f.ParentID == nil || *f.ParentID == t.ParentID) &&
		(f.NameContains == nil || strings.Contains(strings.ToLower(t.Name), strings.ToLower(*f.NameContains)))
}

// TeamConnection is one page of teams.
type TeamConnection struct {
	Nodes      []Team
	TotalCount int
	PageInfo   PageInfo
	AsOf       calendar.Date
	Position   event.Position
}

func (a asOf) page(f *TeamFilter, first int, after *string) (*TeamConnection, error) {
	all := slices.DeleteFunc(a.views.Teams.List(a.on), func(t projections.Team) bool { return !a.holds(f, t) })
	nodes, info, err := page(all, first, after, func(t projections.Team) string { return t.ID })
	return &TeamConnection{a.teams(nodes), len(all), info, a.on, a.position()}, err
}
