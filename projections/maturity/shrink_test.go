package maturity

import (
	"math"
	"testing"

	"soin/domain/care"
	"soin/projections"
	"soin/projections/stats"
)

func estimated(value, se float64) estimate { return estimate{value: value, se: se, status: OK} }

func TestCellsAreShrunkAsPublished(t *testing.T) {
	model := aModel(t)
	// The batting averages of Efron & Morris 1977, in thousandths of a point (scoring, G9).
	hits := []float64{18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7}
	rows, mean := make([]row, len(hits)), 0.0
	for i, h := range hits {
		mean += h / 45 / float64(len(hits))
		rows[i].cells[4] = estimated(h/45, 0)
	}
	for i := range rows {
		rows[i].cells[4].se = math.Sqrt(mean * (1 - mean) / 45)
	}
	p := pool(&model, rows, 4)
	if p == nil || math.Abs(p.Tau2-.000516670) > 1e-8 {
		t.Fatalf("the pool is %+v", p)
	}
	s, pull := shrunk(&model, p, rows[0].cells[4])
	if math.Abs(s.Theta-.294) > .001 || math.Abs(1-pull-.211653) > 1e-5 {
		t.Errorf("18 of 45 shrinks to %v, pulled by %v", s.Theta, pull)
	}
}

func TestFewTeamsShrinkNothingAndWidenWhatIsSaid(t *testing.T) {
	model := aModel(t)
	rows := make([]row, 4)
	for i := range rows {
		rows[i].cells[0] = estimated(50+float64(i), 2)
	}
	if p := pool(&model, rows, 0); p != nil {
		t.Errorf("four teams make a pool: %+v", p)
	}
	s, pull := shrunk(&model, nil, estimated(50, 2))
	if s != (stats.Shrunk{Theta: 50, SE: 2.5}) || pull != 0 {
		t.Errorf("alone, 50 becomes %+v, pulled by %v", s, pull)
	}
	s, pull = shrunk(&model, &stats.Pool{Mu: 70, Tau2: 1, J: 9}, estimated(50, math.NaN()))
	if s.Theta != 50 || !math.IsNaN(s.SE) || pull != 0 {
		t.Errorf("where nobody counted, 50 becomes %+v, pulled by %v", s, pull)
	}
}

func TestTheNormOfADateIsThatOfTheQuarterEndBefore(t *testing.T) {
	c, b := organisation(t, 6, 2), aBoard(t)
	e, err := b.Explain(c.views, "t0", must("2024-05-20"), "XS")
	q, err2 := b.Explain(c.views, "t0", must("2024-03-31"), "XS")
	if err != nil || err2 != nil || e.Root.Mu == nil || *e.Root.Mu != *q.Root.Mu {
		t.Errorf("teams lie at %v in May and lay at %v at the end of March, %v, %v", e.Root.Mu, q.Root.Mu, err, err2)
	}
	s := scorecardOf(t, b, c.views, "t0", "2024-03-30")
	if cell := s.Cells[0]; *cell.Value != *cell.Raw {
		t.Errorf("before the first quarter end a cell is shrunk: %+v", cell)
	}
}

func TestErrorsOfCompositesAreDrawnTheSameEachTime(t *testing.T) {
	model := aModel(t)
	a, b := leaf("a", FromActs, 60, 4, 10), leaf("b", FromActs, 80, 3, 10)
	m := Measure{ID: "sum", Rule: Mean, Status: OK, Value: 70, SE: math.NaN(), Parts: []Part{{.5, a}, {.5, b}}}
	g := power("power", []Measure{m, a}, wantNeeds)
	f := newFormula(&model)
	f.add(g)
	d := f.bootstrap(&model, "t", day0, []string{"sum", "power"})
	again := f.bootstrap(&model, "t", day0, []string{"sum", "power"})
	if d.of["sum"] != again.of["sum"] || len(f.leaves) != 2 {
		t.Errorf("%+v and again %+v, of %d leaves", d.of["sum"], again.of["sum"], len(f.leaves))
	}
	if se := d.of["sum"].se; math.Abs(se-2.5) > .1 {
		t.Errorf("the mean of errors 4 and 3 has %v, want 2.5", se)
	}
	// d/da sqrt(a(a+b)/2) = (2a+b)/4g, d/db = a/4g
	v := math.Sqrt(60 * 70)
	if se, want := d.of["power"].se, math.Hypot(200/(4*v)*4, 60/(4*v)*3); math.Abs(se-want) > .1 {
		t.Errorf("the geometric mean has an error of %v, want about %v", se, want)
	}
	unsure := newFormula(&model)
	unsure.add(power("power", []Measure{leaf("c", FromTallies, 50, math.NaN(), 0), a}, wantNeeds))
	if d := unsure.bootstrap(&model, "t", day0, []string{"power"}); len(d.of) != 0 {
		t.Errorf("of a leaf without an error: %+v", d.of)
	}
}

func TestSomethingSaidByFewIsToldCoarsely(t *testing.T) {
	c := newCard(team(t).subject, norm{})
	few := leaf("x", FromSurvey, 98.7, 2, 6)
	s := c.plain(few, 1)
	if *s.Value != 95 || *s.Raw != 95 || s.SE != nil || s.Low80 != nil || *s.NBand != "5-9" {
		t.Errorf("six voices at 98.7 are told %+v", s)
	}
	for _, m := range []Measure{leaf("x", FromSurvey, 98.7, 2, 10), leaf("x", FromSurvey|FromActs, 98.7, 2, 6)} {
		if s := c.plain(m, 1); *s.Value != 98.7 || s.SE == nil {
			t.Errorf("%+v is told %+v", m, s)
		}
	}
}

func TestAFallIsToldOnlyBeyondChanceAndSize(t *testing.T) {
	model := aModel(t)
	then, now := make([]estimate, len(care.Cells)), make([]estimate, len(care.Cells))
	for i := range then {
		then[i], now[i] = estimated(60, 2), estimated(60, 2)
	}
	now[0] = estimated(40, 2) // far
	now[1] = estimated(55.5, .1)
	then[1].se = .1 // sure, and small
	now[2] = estimated(54, 4)
	now[3] = estimated(80, 2)
	waves := []wave{{must("2024-06-30"), now}, {must("2024-03-31"), then}}
	want := []projections.Direction{projections.Falling, projections.Steady, projections.Steady, projections.Rising}
	for i, m := range trends(&model, waves, len(now)) {
		if i < len(want) && m.Direction != want[i] || m.Slope != nil {
			t.Errorf("cell %d: %+v, want %s", i, m, want[i])
		}
	}
	if m := trends(&model, waves[:1], 9)[0]; m.Direction != projections.Unsettled {
		t.Errorf("of one quarter end: %+v", m)
	}
}
