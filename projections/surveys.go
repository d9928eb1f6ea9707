package projections

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/survey"
	"soin/projections/fold"
)

// Surveys lists the waves in which people were asked.
type Surveys struct{ fold.View[surveys] }

func newSurveys() *Surveys {
	return &Surveys{fold.New("surveys@1", func() *surveys { return &surveys{ByID: map[string]*wave{}} },
		fold.On((*surveys).opened),
		fold.On((*surveys).closed),
		fold.On((*surveys).tallied),
	)}
}

type surveys struct{ ByID map[string]*wave }

type wave struct {
	Instrument string
	Opened     *opening
	Closed     *fold.Instant
	Tallies    map[string]fold.Instant // first tally of each team
}

type opening struct {
	At       fold.Instant
	OpensOn  calendar.Date
	ClosesOn calendar.Date
	Eligible map[string]int // people by team
}

func (s *surveys) of(r event.Recorded, instrument string) *wave {
	w, ok := s.ByID[r.Subject()]
	if !ok {
		w = &wave{Tallies: map[string]fold.Instant{}}
		s.ByID[r.Subject()] = w
	}
	w.Instrument = cmp.Or(instrument, w.Instrument)
	return w
}

func (s *surveys) opened(e survey.Opened, r event.Recorded) {
	eligible := make(map[string]int, len(e.Teams))
	for _, t := range e.Teams {
		eligible[t.TeamID] = t.Eligible
	}
	s.of(r, e.InstrumentID).Opened = &opening{fold.At(r.Time), e.OpensOn, e.ClosesOn, eligible}
}

func (s *surveys) closed(_ survey.Closed, r event.Recorded) {
	when := fold.At(r.Time)
	s.of(r, "").Closed = &when
}

func (s *surveys) tallied(e survey.Tallied, r event.Recorded) {
	w, when := s.of(r, e.InstrumentID), fold.At(r.Time)
	if first, ok := w.Tallies[e.TeamID]; !ok || when < first {
		w.Tallies[e.TeamID] = when
	}
}

// Survey is one wave as of a date.
type Survey struct {
	ID           string
	InstrumentID string
	OpensOn      *calendar.Date // nil when another tool ran it and only results are known
	ClosesOn     *calendar.Date
	Closed       bool
	Invited      int           // teams asked
	Tallied      int           // teams with results
	On           calendar.Date // day of the results, which a correction does not move, or of the opening
}

// Survey finds a wave that was opened or had results by a date.
func (v *Surveys) Survey(id string, on calendar.Date) (Survey, bool) {
	w, ok := v.Folded().ByID[id]
	if !ok {
		return Survey{}, false
	}
	return w.survey(id, on)
}

// List is every wave that was opened or had results by a date, oldest first.
func (v *Surveys) List(on calendar.Date) []Survey {
	var list []Survey
	for id := range maps.Keys(v.Folded().ByID) {
		if s, ok := v.Survey(id, on); ok {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b Survey) int {
		return cmp.Or(cmp.Compare(a.On, b.On), strings.Compare(a.ID, b.ID))
	})
	return list
}

func (w *wave) survey(id string, on calendar.Date) (Survey, bool) {
	s := Survey{ID: id, InstrumentID: w.Instrument, Closed: w.Closed != nil && w.Closed.By(on)}
	known := w.Opened != nil && w.Opened.At.By(on)
	if known {
		s.OpensOn, s.ClosesOn, s.On = &w.Opened.OpensOn, &w.Opened.ClosesOn, w.Opened.At.Date()
		s.Invited = len(w.Opened.Eligible)
	}
	for _, when := range w.Tallies {
		if when.By(on) {
			s.Tallied++
			s.On = max(s.On, when.Date())
			known = true
		}
	}
	return s, known
}
