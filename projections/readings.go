package projections

import (
	"cmp"
	"slices"
	"strings"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
)

// Readings is what survey results say about each team, wave by wave: the four needs,
// the four dimensions, what is declared against what is lived, and how many answered.
type Readings struct{ view[readings] }

func newReadings() *Readings {
	return &Readings{newView("readings@1", func() *readings {
		return &readings{
			Instruments: map[string]*questionnaire{},
			Teams:       map[string][]tally{},
			Waves:       map[string][]string{},
		}
	},
		on((*readings).published),
		on((*readings).tallied),
	)}
}

type readings struct {
	Instruments map[string]*questionnaire
	Teams       map[string][]tally  // by team, in the order of the world
	Waves       map[string][]string // teams by survey, sorted

	words map[string]string // one copy of each item id, however many results name it
}

func (s *readings) word(w string) string {
	if known, ok := s.words[w]; ok {
		return known
	}
	if s.words == nil {
		s.words = map[string]string{}
	}
	s.words[w] = w
	return w
}

// questionnaire is an instrument in all its versions.
type questionnaire struct {
	Versions map[string]instrument.Published
	Newest   timeline[string]
}

// tally is one team's results of one wave. A later revision replaces an earlier one
// from the day it happened.
type tally struct {
	_           struct{} `cbor:",toarray"`
	Survey      string
	Instrument  string
	Version     string
	At          instant
	Since       event.Position
	Respondents int      // 0 where nobody counted
	Eligible    int      // 0 where nobody counted
	Rate        *float64 // share 0..1, as reported
	Results     []result
}

// result keeps what a reading needs of a survey.Result.
type result struct {
	_          struct{} `cbor:",toarray"`
	Item       string
	N          int
	Value      float64
	SD         *float64
	Favourable bool // Value is a share, not a mean
}

func (s *readings) published(e instrument.Published, r event.Recorded) {
	q, ok := s.Instruments[r.Subject()]
	if !ok {
		q = &questionnaire{Versions: map[string]instrument.Published{}}
		s.Instruments[r.Subject()] = q
	}
	q.Versions[e.Version] = e
	q.Newest.put(r, e.Version)
}

func (s *readings) tallied(e survey.Tallied, r event.Recorded) {
	t := tally{
		Survey: r.Subject(), Instrument: e.InstrumentID, Version: e.Version,
		At: at(r.Time), Since: r.Position, Rate: e.ResponseRate,
		Respondents: counted(e.Respondents), Eligible: counted(e.Eligible),
		Results: make([]result, len(e.Items)),
	}
	for i, it := range e.Items {
		t.Results[i] = s.kept(it)
	}
	slices.SortFunc(t.Results, func(a, b result) int { return strings.Compare(a.Item, b.Item) })
	i, _ := slices.BinarySearchFunc(s.Teams[e.TeamID], t, tally.compare)
	s.Teams[e.TeamID] = slices.Insert(s.Teams[e.TeamID], i, t)
	s.Waves[t.Survey] = include(s.Waves[t.Survey], e.TeamID)
}

func (t tally) compare(u tally) int {
	return cmp.Or(cmp.Compare(t.At, u.At), cmp.Compare(t.Since, u.Since))
}

func counted(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func (s *readings) kept(r survey.Result) result {
	out := result{Item: s.word(r.Item), N: counted(r.N), Favourable: r.Favourable != nil}
	if out.Favourable {
		out.Value = *r.Favourable
		return out
	}
	out.Value, out.SD = *r.Mean, r.SD
	return out
}

// Items are those of one version of an instrument.
func (v *Readings) Items(instrumentID, version string) ([]instrument.Item, bool) {
	q, ok := v.state.Instruments[instrumentID]
	if !ok {
		return nil, false
	}
	published, ok := q.Versions[version]
	return published.Items, ok
}

// Reading finds what one wave says about a team, as of a date.
func (v *Readings) Reading(teamID, surveyID string, on calendar.Date) (Reading, bool) {
	for _, r := range v.Readings(teamID, on) {
		if r.SurveyID == surveyID {
			return r, true
		}
	}
	return Reading{}, false
}

// Readings is what each wave says about a team, as of a date, oldest first.
func (v *Readings) Readings(teamID string, on calendar.Date) []Reading {
	var list []Reading
	for _, t := range v.state.Teams[teamID] {
		if !t.At.by(on) {
			break
		}
		r := v.reading(teamID, t, on)
		if i := slices.IndexFunc(list, func(x Reading) bool { return x.SurveyID == r.SurveyID }); i >= 0 {
			list[i] = r
			continue
		}
		list = append(list, r)
	}
	return list
}

// Wave is what one survey says about every team it tallied, as of a date, by team.
func (v *Readings) Wave(surveyID string, on calendar.Date) []Reading {
	var list []Reading
	for _, id := range v.state.Waves[surveyID] {
		if r, ok := v.Reading(id, surveyID, on); ok {
			list = append(list, r)
		}
	}
	return list
}

func (v *Readings) reading(teamID string, t tally, on calendar.Date) Reading {
	r := Reading{
		TeamID: teamID, SurveyID: t.Survey, InstrumentID: t.Instrument, Version: t.Version,
		On: t.At.date(), tally: t, position: v.position,
	}
	if q, ok := v.state.Instruments[t.Instrument]; ok {
		if r.Version == "" {
			r.Version, _ = q.Newest.on(on)
		}
		r.items = q.Versions[r.Version].Items
	}
	return r
}
