package fold_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections/fold"
)

// day is the date that the timelines of these tests turn around: 2024-06-01.
const day = calendar.Date(19875)

// at is a fact recorded at a position about a moment after the day's midnight.
func at(position event.Position, after time.Duration) event.Recorded {
	return event.Recorded{Envelope: event.Envelope{Time: day.Start().Add(after)}, Place: event.Place{Position: position}}
}

func expectOn(t *testing.T, line fold.Timeline[string], on calendar.Date, want string) {
	t.Helper()
	if got, known := line.On(on); got != want || known != (want != "") {
		t.Errorf("on %s it was %q (%v), not %q", on, got, known, want)
	}
}

func TestALateFactFindsItsPlace(t *testing.T) {
	var line fold.Timeline[string]
	line.Put(at(1, 0), "first")
	line.Put(at(2, 10*24*time.Hour), "third")
	line.Put(at(3, 5*24*time.Hour), "second")
	line.Put(at(4, -24*time.Hour), "before all")
	for on, want := range map[calendar.Date]string{
		day - 2: "", day - 1: "before all", day: "first", day + 4: "first", day + 5: "second", day + 9: "second", day + 10: "third", day + 999: "third",
	} {
		expectOn(t, line, on, want)
	}
}

func TestOfTwoFactsOfOneMomentTheLaterRecordedHolds(t *testing.T) {
	for _, order := range [][]event.Position{{1, 2, 3}, {3, 1, 2}, {2, 3, 1}} {
		var line fold.Timeline[string]
		for _, position := range order {
			line.Put(at(position, time.Hour), string(rune('a'+position)))
		}
		expectOn(t, line, day, "d")
	}
}

func TestAValueHoldsFromTheDateItFallsOn(t *testing.T) {
	var line fold.Timeline[string]
	expectOn(t, line, day, "")
	line.Put(at(1, 0), "midnight")
	line.Put(at(2, 24*time.Hour-1), "last nanosecond")
	line.Put(at(3, 24*time.Hour), "next midnight")
	expectOn(t, line, day-1, "")
	expectOn(t, line, day, "last nanosecond")
	expectOn(t, line, day+1, "next midnight")
	before := fold.At(day.Start().Add(-1))
	if before.Date() != day-1 || !before.By(day-1) || fold.At(day.Start()).By(day-1) || !fold.At(day.Start()).By(day) {
		t.Errorf("the nanosecond before %s falls on %s", day, before.Date())
	}
}

// A timeline is the same in whatever order its facts came in, and On agrees with looking
// at every one of them.
func TestTheOrderOfArrivalChangesNoTimeline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := rapid.SliceOfN(rapid.IntRange(-72, 72), 0, 20).Draw(t, "hours")
		facts := make([]event.Recorded, len(hours))
		for i, h := range hours {
			facts[i] = at(event.Position(len(hours)-i), time.Duration(h)*time.Hour)
		}
		var line, other fold.Timeline[event.Position]
		for _, r := range facts {
			line.Put(r, r.Position)
		}
		for _, r := range rapid.Permutation(facts).Draw(t, "arrival") {
			other.Put(r, r.Position)
		}
		if !slices.Equal(line, other) {
			t.Fatalf("%v is not %v", line, other)
		}
		on := day + calendar.Date(rapid.IntRange(-4, 4).Draw(t, "on"))
		var want event.Recorded
		for _, r := range facts {
			if calendar.Of(r.Time) <= on && (want.Position == 0 || cmp.Or(r.Time.Compare(want.Time), cmp.Compare(r.Position, want.Position)) > 0) {
				want = r
			}
		}
		if got, known := line.On(on); got != want.Position || known != (want.Position > 0) {
			t.Fatalf("on %s holds %d (%v), not %d", on, got, known, want.Position)
		}
	})
}

// InOrder, called for one element after the other, is a stable sort.
func TestInOrderIsAStableSort(t *testing.T) {
	type element struct{ key, arrived int }
	byKey := func(a, b element) int { return cmp.Compare(a.key, b.key) }
	rapid.Check(t, func(t *rapid.T) {
		var list, sorted []element
		for i, key := range rapid.SliceOf(rapid.IntRange(0, 9)).Draw(t, "keys") {
			list = fold.InOrder(list, element{key, i}, byKey)
			sorted = append(sorted, element{key, i})
		}
		slices.SortStableFunc(sorted, byKey)
		if !slices.Equal(list, sorted) {
			t.Fatalf("%v, not %v", list, sorted)
		}
	})
}
