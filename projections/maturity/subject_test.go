package maturity

import (
	"math"
	"strings"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/infra/caremodel"
	"soin/projections"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// today is the as-of date of all tests.
const today = "2025-06-30"

// tale is a team whose dossier a test fills.
type tale struct {
	*subject

	t    testing.TB
	view *projections.Views
	next event.Position
}

// team is one of ten people on whom nothing is known.
func team(t testing.TB) *tale {
	t.Helper()
	model, err := caremodel.Default()
	if err != nil {
		t.Fatal(err)
	}
	on, err := calendar.Parse(today)
	if err != nil {
		t.Fatal(err)
	}
	views := projections.NewViews()
	s := &tale{t: t, view: views, subject: &subject{
		model: &model, evidence: views.Evidence, readings: views.Readings, on: on, dossier: &evidence.Dossier{},
	}}
	s.people(10)
	s.publish(bank, instrument.OfTeam, questions())
	s.asOf(0)
	return s
}

func (s *tale) people(n int) *tale {
	s.team = projections.Team{ID: "a", Headcount: &n}
	return s
}

// asOf moves the as-of date by some days, and forgets what was computed.
func (s *tale) asOf(days int) *tale {
	s.on += calendar.Date(days)
	s.known, s.memo = map[string]Measure{}, memo{}
	return s
}

// again forgets what was computed.
func (s *tale) again() *tale { return s.asOf(0) }

func (s *tale) word(id string) fold.Word { return s.evidence.Folded().Words.Number(id) }

// ago is noon of the day some days before today.
func (s *tale) ago(days int) evidence.Moment {
	s.next++
	on, _ := calendar.Parse(today)
	return evidence.Moment{At: fold.At(on.Start().AddDate(0, 0, -days)) + 12*3600e9, In: s.next}
}

func (s *tale) dateAgo(days int) int32 {
	on, _ := calendar.Parse(today)
	return int32(on) - int32(days)
}

func (s *tale) step(kind evidence.StepKind, daysAgo int) evidence.Step {
	return evidence.Step{Moment: s.ago(daysAgo), Kind: kind}
}

func (s *tale) publish(id string, audience instrument.Audience, items []instrument.Item) {
	s.next++
	on, _ := calendar.Parse("2000-01-01")
	s.view.Readings.Fold(event.Recorded{
		Envelope: event.Envelope{Source: "test", ID: id, Time: on.Start()},
		Place:    event.Place{Stream: "instrument-" + id, Position: s.next, RecordedAt: on.Start()},
		Event:    instrument.Published{Version: "1", Audience: audience, Items: items},
	})
}

// released is a survey unit closed some days ago, everybody asked having answered: one
// string per ballot, one digit per question, "." for no answer.
func (s *tale) released(daysAgo int, items string, ballots ...string) *evidence.Unit {
	u := evidence.Unit{
		Moment: s.ago(daysAgo), Survey: s.word("wave"), Instrument: s.word(bank), Version: s.word("1"),
		ClosedOn: s.dateAgo(daysAgo), Eligible: int32(len(ballots)), Responses: int32(len(ballots)),
	}
	for id := range strings.FieldsSeq(items) {
		u.Items = append(u.Items, s.word(id))
	}
	for _, b := range ballots {
		for _, c := range []byte(strings.ReplaceAll(b, " ", "")) {
			if c == '.' {
				u.Ballots = append(u.Ballots, 0)
				continue
			}
			u.Ballots = append(u.Ballots, c-'0'+101)
		}
	}
	units := &s.evidence.Folded().Units
	*units = append(*units, u)
	s.dossier.Units = append(s.dossier.Units, int32(len(*units)-1))
	return &(*units)[len(*units)-1]
}

// voiced is a box of receivers' ratings of a month that ended some days ago; a rating is
// fit and autonomy, or a score.
func (s *tale) voiced(kind evidence.ReleaseKind, axis evidence.Axis, daysAgo int, ratings ...int8) *evidence.Release {
	r := evidence.Release{
		Moment: s.ago(daysAgo), Kind: kind, Axis: axis,
		Period: evidence.Period{Start: s.dateAgo(daysAgo + 29), End: s.dateAgo(daysAgo)},
	}
	for _, x := range ratings {
		if kind == evidence.OfCare {
			r.Ratings = append(r.Ratings, evidence.Rating{Fit: x, Autonomy: 3})
		} else {
			r.Ratings = append(r.Ratings, evidence.Rating{Score: x})
		}
	}
	s.dossier.Voices = append(s.dossier.Voices, r)
	return &s.dossier.Voices[len(s.dossier.Voices)-1]
}

// is checks a figure with a value.
func (s *tale) is(id string, want float64) Measure {
	s.t.Helper()
	m := s.measure(id)
	if m.Status != OK || !(math.Abs(m.Value-want) < 1e-4) {
		s.t.Errorf("%s = %v, %s, lacking %+v; want %v", id, m.Value, m.Status, m.Lack, want)
	}
	return m
}

// lacks checks a figure without a value.
func (s *tale) lacks(id string, have, need int, of Want) {
	s.t.Helper()
	m := s.measure(id)
	if want := (Lack{have, need, of}); m.Status != Insufficient || m.Lack != want || !math.IsNaN(m.Value) {
		s.t.Errorf("%s = %v, %s, lacking %+v; want %+v", id, m.Value, m.Status, m.Lack, want)
	}
}

func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// questions are those of the bank: need, dimension, cell, R for reversed.
func questions() []instrument.Item {
	const table = `
Q01 A/Co XS, Q02 A/Re XS, Q03 A/Re XS R, Q04 E/At SS, Q05 E/Ca SS, Q06 C/At SS R, Q07 C/At PS, Q08 C/Re PS,
Q09 R/Re PS, Q10 A/Re XT, Q11 C/Re XT, Q12 E/Co XT, Q13 A/Ca XT, Q14 R/Co XT R, Q15 E/At ST, Q16 E/Re ST,
Q17 E/At ST, Q18 E/Ca ST, Q19 A/Co ST R, Q20 C/Re PT, Q21 R/At PT, Q22 R/Ca PT, Q23 R/Re PT R, Q24 A/Co XP,
Q25 A/Re XP, Q26 C/Re XP R, Q27 A/Co SP, Q28 E/At SP, Q29 E/Ca SP, Q30 R/Ca PP, Q31 C/Re PP, Q32 R/Ca PP R`
	needs := map[string]care.Need{"C": care.Confiance, "E": care.Ecoute, "A": care.PouvoirDAgir, "R": care.Reconnaissance}
	dimensions := map[string]care.Dimension{
		"At": care.Attention, "Re": care.Responsabilite, "Co": care.Competence, "Ca": care.CapaciteDeReponse,
	}
	var items []instrument.Item
	for row := range strings.SplitSeq(table, ",") {
		f := strings.Fields(row)
		need, dimension, _ := strings.Cut(f[1], "/")
		cell := care.Cell(f[2])
		items = append(items, instrument.Item{
			ID: f[0], Need: needs[need], Dimension: dimensions[dimension], Criterion: cell.Criterion(), Axis: cell.Axis(),
			Reversed: len(f) > 3, Min: 1, Max: 5,
		})
	}
	return items
}
