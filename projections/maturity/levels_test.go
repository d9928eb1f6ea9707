package maturity

import (
	"math"
	"testing"

	"soin/domain/care"
	"soin/domain/safety"
)

// said is a verdict by which levels up to one are met, and those from another one lost.
func said(met, lost care.Level) (v verdict) {
	for l := care.Amorcee; l <= care.Ancree; l++ {
		v.met[l], v.lost[l] = l <= met, l >= lost
	}
	return v
}

func TestLevelsAreWonAndLostQuarterByQuarter(t *testing.T) {
	model := aModel(t)
	const two, three, four, five, no = care.Amorcee, care.Outillee, care.Reciproque, care.Ancree, care.Ancree + 1
	for _, c := range []struct {
		name     string
		quarters []verdict
		want     []care.Level
	}{
		{"the second level at once, the third after two quarter ends", []verdict{said(3, 4), said(3, 4)}, []care.Level{two, three}},
		{"the fourth after three, which met the third as well", []verdict{said(4, 5), said(4, 5), said(4, 5)}, []care.Level{two, three, four}},
		{"the fifth after four", []verdict{said(5, no), said(5, no), said(5, no), said(5, no)}, []care.Level{two, three, four, five}},
		{"a gap starts the count anew", []verdict{said(3, 4), said(2, 4), said(3, 4)}, []care.Level{two, two, two}},
		{"a slip loses nothing", []verdict{said(3, 4), said(3, 4), said(1, no), said(1, no), said(1, no)}, []care.Level{two, three, three, three, three}},
		{"a miss loses nothing, a second in a row does", []verdict{said(3, 4), said(3, 4), said(2, 3), said(2, 3)}, []care.Level{two, three, three, two}},
		{"two misses with a quarter between lose nothing", []verdict{said(3, 4), said(3, 4), said(2, 3), said(2, no), said(2, 3)}, []care.Level{two, three, three, three, three}},
		{"a deep fall loses all levels at once", []verdict{said(3, 4), said(3, 4), said(1, 2), said(1, 2)}, []care.Level{two, three, three, care.Declaree}},
		{"nothing is nothing", []verdict{{}, said(1, 2)}, []care.Level{0, 0}},
	} {
		var st standing
		for i, v := range c.quarters {
			st.take(&model, v)
			if st.level != c.want[i] {
				t.Errorf("%s: level %d after %d quarters, want %d", c.name, st.level, i+1, c.want[i])
			}
		}
	}
}

func TestFlagsCapTheLevelAtOnce(t *testing.T) {
	st := standing{level: care.Reciproque}
	for limit, want := range map[care.Level]care.Level{
		care.Insuffisante: care.Reciproque, care.Declaree: care.Declaree, care.Amorcee: care.Amorcee, care.Ancree: care.Reciproque,
	} {
		if got := st.now(true, limit); got != want {
			t.Errorf("under a cap of %d the level is %d, want %d", limit, got, want)
		}
	}
	if got := (&standing{}).now(true, 0); got != care.Declaree {
		t.Errorf("with evidence and nothing met the level is %d", got)
	}
	if got := (&standing{}).now(false, 0); got != care.Insuffisante {
		t.Errorf("without evidence the level is %d", got)
	}
}

func TestRetaliationThatNobodyOwnsCapsBetweenQuarterEnds(t *testing.T) {
	c, b := organisation(t, 11, 4), aBoard(t)
	before := scorecardOf(t, b, c.views, "t10", "2025-01-20")
	stream := c.once(must("2025-01-20"), "safety", safety.Opened{TeamID: "t10", Category: safety.Retaliation, Severity: 2})
	s := scorecardOf(t, b, c.views, "t10", "2025-01-20")
	if before.Level < care.Outillee || s.Level != care.Declaree || s.Blockers[len(s.Blockers)-1].Gate != "retaliation" {
		t.Errorf("the level was %d and is %d, held by %+v", before.Level, s.Level, s.Blockers)
	}
	c.fact(must("2025-01-22"), stream, safety.Owned{By: "m-t10"})
	if s := scorecardOf(t, b, c.views, "t10", "2025-01-22"); s.Level != before.Level {
		t.Errorf("once it is owned the level is %d, it was %d", s.Level, before.Level)
	}
}

func TestEveryGateOfTheModelHasARule(t *testing.T) {
	model := aModel(t)
	used := map[string]bool{}
	for _, stage := range model.Levels {
		for _, g := range stage.Gates {
			used[g.Name] = true
			c := newCard(team(t).subject, norm{})
			c.gate(g) // must not panic on nothing at all
			known := false
			for _, x := range gates {
				known = known || x.name == g.Name
			}
			if !known {
				t.Errorf("level %d sets gate %q, which nobody judges", stage.Level, g.Name)
			}
		}
	}
	for _, g := range gates {
		if !used[g.name] {
			t.Errorf("gate %q is set by no level", g.name)
		}
	}
	if r := newCard(team(t).subject, norm{}).gate(care.Gate{Name: "new"}); r.met || !math.IsInf(r.missedBy, 1) {
		t.Errorf("a gate without a rule is %+v", r)
	}
}

func TestAThresholdIsMetByAValueThatIsSureEnough(t *testing.T) {
	c := newCard(team(t).subject, norm{})
	for _, x := range []struct {
		name      string
		value, se float64
		met       bool
		missedBy  float64
	}{
		{"well above", 70, 3, true, 0},
		{"just there and sure", 60, 5.9, true, 0},
		{"just there and unsure", 60, 6, false, .8416*6 - 5},
		{"just below", 59, 1, false, 1},
		{"nobody counted", 90, math.NaN(), false, math.Inf(1)},
	} {
		r := c.atLeast(leaf("x", FromActs, x.value, x.se, 10), 60)
		if r.met != x.met || !x.met && math.Abs(r.missedBy-x.missedBy) > 1e-9 && !math.IsInf(r.missedBy, 1) {
			t.Errorf("%s: %+v", x.name, r)
		}
	}
	if r := c.atLeast(lacking("x", 2, 5, WantBallots), 60); r.met || r.lack.Of != WantBallots {
		t.Errorf("a figure without a value gives %+v", r)
	}
	if r := c.atMost("x", 14, 1, 15); !r.met {
		t.Errorf("14 of at most 15 gives %+v", r)
	}
	if r := c.atMost("x", 16, 1, 15); r.met || r.missedBy != 1 {
		t.Errorf("16 of at most 15 gives %+v", r)
	}
}

func TestLevelsRiseWithTheCareTheyDescribe(t *testing.T) {
	c, b := organisation(t, 11, 5), aBoard(t)
	poor := scorecardOf(t, b, c.views, "t0", "2025-03-31")
	good := scorecardOf(t, b, c.views, "t10", "2025-03-31")
	if poor.Level > care.Amorcee || good.Level < care.Outillee {
		t.Errorf("the poorest team is at level %d, the best at %d", poor.Level, good.Level)
	}
	levels := []care.Level{}
	for _, q := range b.History(c.views, "t10", day0, must("2025-03-31")) {
		levels = append(levels, q.Level)
		if len(q.Cells) != 9 || len(q.Criteria) != 3 || len(q.Axes) != 3 {
			t.Errorf("%s shows %d cells", q.On, len(q.Cells))
		}
	}
	if len(levels) != 5 || levels[0] > care.Amorcee || levels[4] < levels[0] {
		t.Errorf("the history of the best team is %v", levels)
	}
}
