package projections

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/projections/fold"
)

// Readings is what survey results say about each team, wave by wave: the four needs,
// the four dimensions, what is declared against what is lived, and how many answered.
type Readings struct{ fold.View[readings] }

func newReadings() *Readings {
	return &Readings{fold.New("readings@1", func() *readings {
		return &readings{
			Instruments: map[string]*questionnaire{},
			Teams:       map[string][]tally{},
			Waves:       map[string]map[string]bool{},
			Opened:      map[string]string{},
		}
	},
		fold.On((*readings).published),
		fold.On((*readings).opened),
		fold.On((*readings).tallied),
	)}
}

type readings struct {
	Instruments map[string]*questionnaire
	Teams       map[string][]tally         // by team, in the order of the world
	Waves       map[string]map[string]bool // teams with results, by survey
	Opened      map[string]string          // version asked, by survey
	Lexicon     fold.Lexicon               // ids of surveys, instruments, versions and items
}

// Resume also makes the state usable that was read from a snapshot.
func (v *Readings) Resume(at event.Position) {
	v.Folded().Lexicon.Recall()
	v.View.Resume(at)
}

// questionnaire is an instrument in all its versions.
type questionnaire struct {
	Versions map[string]instrument.Published
	Newest   fold.Timeline[string]
}

// tally is one team's results of one wave. A higher revision replaces a lower one from
// the day it happened on; the wave stays where it was in time.
type tally struct {
	_           struct{} `cbor:",toarray"`
	Survey      fold.Word
	Instrument  fold.Word
	Version     fold.Word
	At          fold.Instant
	Since       event.Position
	Revision    int32    // from 1
	Respondents int32    // 0 where nobody counted
	Eligible    int32    // 0 where nobody counted
	Rate        float64  // share 0..1, as reported; NaN where it is not
	Results     []result // by item
}

// result keeps what a reading needs of a survey.Result.
type result struct {
	_          struct{} `cbor:",toarray"`
	Item       fold.Word
	N          int32 // 0 where nobody counted
	Value      float64
	SD         float64 // NaN where nobody told
	Favourable bool    // Value is a share, not a mean
}

func (s *readings) published(e instrument.Published, r event.Recorded) {
	q, ok := s.Instruments[r.Subject()]
	if !ok {
		q = &questionnaire{Versions: map[string]instrument.Published{}}
		s.Instruments[r.Subject()] = q
	}
	q.Versions[e.Version] = e
	q.Newest.Put(r, e.Version)
}

func (s *readings) opened(e survey.Opened, r event.Recorded) { s.Opened[r.Subject()] = e.Version }

func (s *readings) tallied(e survey.Tallied, r event.Recorded) {
	t := tally{
		Survey: s.Lexicon.Number(r.Subject()), Instrument: s.Lexicon.Number(e.InstrumentID),
		Version: s.Lexicon.Number(e.Version), At: fold.At(r.Time), Since: r.Position, Rate: told(e.ResponseRate),
		Revision:    int32(max(1, e.Revision)), //nolint:gosec // at most a thousand
		Respondents: counted(e.Respondents), Eligible: counted(e.Eligible),
		Results: make([]result, len(e.Items)),
	}
	for i, it := range e.Items {
		t.Results[i] = s.kept(it)
	}
	slices.SortFunc(t.Results, func(a, b result) int { return cmp.Compare(a.Item, b.Item) })
	s.Teams[e.TeamID] = fold.InOrder(s.Teams[e.TeamID], t, tally.compare)
	wave, ok := s.Waves[r.Subject()]
	if !ok {
		wave = map[string]bool{}
		s.Waves[r.Subject()] = wave
	}
	wave[e.TeamID] = true
}

func (t tally) compare(u tally) int {
	return cmp.Or(cmp.Compare(t.At, u.At), cmp.Compare(t.Since, u.Since))
}

func (s *readings) kept(r survey.Result) result {
	out := result{Item: s.Lexicon.Number(r.Item), N: counted(r.N), SD: told(r.SD), Favourable: r.Favourable != nil}
	if out.Favourable {
		out.Value = *r.Favourable
	} else {
		out.Value = *r.Mean
	}
	return out
}

// counted is a number of people, which rules keep far below what an int32 holds.
func counted(n *int) int32 {
	if n == nil {
		return 0
	}
	return int32(*n) //nolint:gosec // see above
}

func told(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// Items are those of one version of an instrument.
func (v *Readings) Items(instrumentID, version string) ([]instrument.Item, bool) {
	q, ok := v.Folded().Instruments[instrumentID]
	if !ok {
		return nil, false
	}
	published, ok := q.Versions[version]
	return published.Items, ok
}

// Reading finds what one wave says about a team, as of a date.
func (v *Readings) Reading(teamID, surveyID string, on calendar.Date) (Reading, bool) {
	id, known := v.Folded().Lexicon.Find(surveyID)
	if !known {
		return Reading{}, false
	}
	list := v.list(teamID, on, func(t tally) bool { return t.Survey == id })
	if len(list) == 0 {
		return Reading{}, false
	}
	return list[0], true
}

// Readings is what each wave says about a team, as of a date, oldest first.
func (v *Readings) Readings(teamID string, on calendar.Date) []Reading {
	return v.list(teamID, on, func(tally) bool { return true })
}

// list gives one reading for each chosen wave: its highest revision by the date, at the
// place in time of its first.
func (v *Readings) list(teamID string, on calendar.Date, chosen func(tally) bool) []Reading {
	var list []Reading
	for _, t := range v.Folded().Teams[teamID] {
		if !t.At.By(on) {
			break
		}
		if !chosen(t) {
			continue
		}
		i := slices.IndexFunc(list, func(r Reading) bool { return r.tally.Survey == t.Survey })
		switch {
		case i < 0:
			list = append(list, v.reading(teamID, t))
		case t.Revision >= list[i].tally.Revision:
			day := list[i].On
			list[i] = v.reading(teamID, t)
			list[i].On = day
		}
	}
	return list
}

// Wave is what one survey says about every team it tallied, as of a date, by team.
func (v *Readings) Wave(surveyID string, on calendar.Date) []Reading {
	var list []Reading
	for _, id := range slices.Sorted(maps.Keys(v.Folded().Waves[surveyID])) {
		if r, ok := v.Reading(id, surveyID, on); ok {
			list = append(list, r)
		}
	}
	return list
}

func (v *Readings) reading(teamID string, t tally) Reading {
	words := &v.Folded().Lexicon
	r := Reading{
		TeamID: teamID, SurveyID: words.String(t.Survey), InstrumentID: words.String(t.Instrument),
		Version: words.String(t.Version), On: t.At.Date(), tally: t, words: words, position: v.Position(),
	}
	if r.Version == "" {
		r.Version = v.Folded().Opened[r.SurveyID]
	}
	if q, ok := v.Folded().Instruments[r.InstrumentID]; ok {
		if r.Version == "" {
			r.Version = q.newest(r.On)
		}
		r.items = q.Versions[r.Version].Items
	}
	return r
}

// newest is the version that was asked on a day: the newest by then, or the first there
// is for results that are older than every version.
func (q *questionnaire) newest(on calendar.Date) string {
	if version, ok := q.Newest.On(on); ok {
		return version
	}
	return q.Newest[0].Value
}
