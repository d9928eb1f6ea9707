package maturity

import (
	"cmp"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"soin/domain/care"
	"soin/domain/careact"
	"soin/domain/event"
	"soin/domain/irritant"
	"soin/domain/recognition"
	"soin/projections"
)

func TestWeightsSumToOne(t *testing.T) {
	model := aModel(t)
	sums := map[string]float64{}
	for _, i := range model.Indicators {
		sums[string(i.Cell)] += i.Weight
	}
	for _, b := range model.Views {
		for _, term := range b.Terms {
			sums[b.ID] += term.Weight
		}
	}
	sums["cells"] = model.Cells.Mean + model.Cells.Min
	if len(sums) != 9+12+1 {
		t.Errorf("there are %d sums", len(sums))
	}
	for id, sum := range sums {
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("the weights of %s sum to %v", id, sum)
		}
	}
}

// life is the facts of a small organisation over half a year, in an order of its own.
func life(t *rapid.T, c *chronicle) []event.Recorded {
	facts := slices.Clone(c.told)
	for range rapid.IntRange(1, 12).Draw(t, "facts") {
		id := rapid.SampledFrom([]string{"t0", "t1", "t2"}).Draw(t, "team")
		day := rapid.IntRange(0, 110).Draw(t, "day")
		var e event.Event
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			e = recognition.Given{TeamID: id, From: "a", To: "b", Kind: recognition.Relational}
		case 1:
			e = irritant.Reported{TeamID: id, Severity: 3, Axis: care.Team}
		default:
			e = careact.Logged{TeamID: id, Member: "a", Kind: careact.Technical, Axis: care.Team}
		}
		r := c.record(day0, e.EventName()+"-x", e)
		r.Time = day0.Start().AddDate(0, 0, day)
		r.Stream = e.EventName() + "-" + r.ID
		facts = append(facts, r)
	}
	return facts
}

// folded gives facts positions in their order and folds them.
func folded(facts []event.Recorded) *projections.Views {
	views := projections.NewViews()
	for i, r := range facts {
		r.Position = event.Position(i + 1)
		views.Fold(r)
	}
	return views
}

// bare is a scorecard without positions in the log.
func bare(t interface{ Fatal(...any) }, b *Board, views *projections.Views, id, on string) Scorecard {
	s, err := b.Scorecard(views, id, must(on))
	if err != nil {
		t.Fatal(err)
	}
	s.Position = 0
	for i := range s.Flags {
		s.Flags[i].Evidence = nil
	}
	return s
}

func TestTheOrderOfArrivalChangesNoNumber(t *testing.T) {
	c, outer := organisation(t, 5, 1), t
	rapid.Check(t, func(t *rapid.T) {
		facts := life(t, c)
		other := slices.Clone(facts)
		slices.SortStableFunc(other, func(x, y event.Recorded) int { return cmp.Compare(x.Time.Unix(), y.Time.Unix()) })
		tail := other[len(other)/2:]
		for i := len(tail) - 1; i > 0; i-- { // what is told later of a thing still comes later
			j := rapid.IntRange(0, i).Draw(t, "swap")
			if tail[i].Stream != tail[j].Stream && single(tail[i]) && single(tail[j]) && tail[i].Time.Equal(tail[j].Time) {
				tail[i], tail[j] = tail[j], tail[i]
			}
		}
		one, two := folded(facts), folded(other)
		for _, id := range []string{"t0", "t1"} {
			if x, y := bare(t, aBoard(outer), one, id, "2024-04-30"), bare(t, aBoard(outer), two, id, "2024-04-30"); !reflect.DeepEqual(x, y) {
				t.Fatalf("%s is %+v in one order and %+v in another", id, x, y)
			}
		}
	})
}

// single holds for a fact of which no other one speaks.
func single(r event.Recorded) bool {
	switch r.Event.(type) {
	case recognition.Given, careact.Logged:
		return true
	}
	return false
}

func TestAFactAfterTheAsOfDateChangesNothing(t *testing.T) {
	c, b := organisation(t, 6, 3), aBoard(t)
	var early []event.Recorded
	for _, r := range c.told {
		if r.Time.Before((must("2024-06-30") + 1).Start()) {
			early = append(early, r)
		}
	}
	one, two := folded(c.told), folded(early)
	for _, id := range []string{"t0", "t3", "root"} {
		x, y := bare(t, b, one, id, "2024-06-30"), bare(t, aBoard(t), two, id, "2024-06-30")
		if !reflect.DeepEqual(x, y) {
			t.Errorf("%s is %+v with the future and %+v without", id, x, y)
		}
	}
}

func TestAnotherTeamMovesNothingButShrinkage(t *testing.T) {
	c, outer := organisation(t, 5, 1), t
	rapid.Check(t, func(t *rapid.T) {
		facts := life(t, c)
		without := slices.DeleteFunc(slices.Clone(facts[len(c.told):]), func(r event.Recorded) bool {
			return reflect.ValueOf(r.Event).FieldByName("TeamID").String() != "t0"
		})
		one, two := folded(facts), folded(append(slices.Clone(c.told), without...))
		x, y := bare(t, aBoard(outer), one, "t0", "2024-04-30"), bare(t, aBoard(outer), two, "t0", "2024-04-30")
		for i := range x.Cells {
			if !reflect.DeepEqual(x.Cells[i].Raw, y.Cells[i].Raw) {
				t.Fatalf("%s of t0 is %v, and %v with facts of other teams", x.Cells[i].ID, *y.Cells[i].Raw, *x.Cells[i].Raw)
			}
		}
		if !reflect.DeepEqual(x.Needs, y.Needs) || !reflect.DeepEqual(x.Flags, y.Flags) {
			t.Fatal("needs or flags of t0 change with facts of other teams")
		}
	})
}

func TestFiguresStayOnTheScaleAndWhatIsMissingPropagates(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := tell(t)
		for range rapid.IntRange(0, 50).Draw(rt, "seed") {
			c.random.Next()
		}
		c.forms("a", "", rapid.IntRange(5, 30).Draw(rt, "people"))
		for q := range rapid.IntRange(0, 3).Draw(rt, "quarters") {
			c.quarter("a", quarterOf(q), rapid.Float64Range(0, 1).Draw(rt, "quality"))
		}
		s := bare(rt, aBoard(t), c.views, "a", "2024-11-11")
		for _, x := range slices.Concat(s.Cells, s.Criteria, s.Axes, s.Needs, s.Dimensions, s.Lenses, []Score{s.SystemOfNeeds, s.CareChain, s.Symmetry.Score}) {
			onScale(rt, x)
		}
		for i, criterion := range s.Criteria {
			ok := s.Cells[3*i].Status == OK && s.Cells[3*i+1].Status == OK && s.Cells[3*i+2].Status == OK
			if ok != (criterion.Status == OK) {
				rt.Fatalf("%s is %s of cells that are %s, %s, %s", criterion.ID, criterion.Status, s.Cells[3*i].Status, s.Cells[3*i+1].Status, s.Cells[3*i+2].Status)
			}
		}
		if s.Level < care.Insuffisante || s.Level > care.Ancree || s.LevelName != s.Level.String() {
			rt.Fatalf("level %d, %s", s.Level, s.LevelName)
		}
	})
}

func onScale(t *rapid.T, x Score) {
	for _, v := range []*float64{x.Value, x.Raw, x.Low80, x.High80, x.Low95, x.High95} {
		if v != nil && !(*v >= 0 && *v <= 100) {
			t.Fatalf("%s is off the scale: %+v", x.ID, x)
		}
	}
	if (x.Value == nil) == (x.Status == OK) || x.Value == nil && x.Reason.FR == "" {
		t.Fatalf("%s is %s with value %v", x.ID, x.Status, x.Value)
	}
	if x.Low80 != nil && !(*x.Low95 <= *x.Low80 && *x.Low80 <= *x.High80 && *x.High80 <= *x.High95) {
		t.Fatalf("the intervals of %s are not within each other: %+v", x.ID, x)
	}
	if x.EvidenceWeight < 0 || x.EvidenceWeight > 1 {
		t.Fatalf("%s has evidence for %v of its weights", x.ID, x.EvidenceWeight)
	}
}
