package projections

import (
	"maps"
	"slices"

	"soin/domain/event"
	"soin/projections/fold"
)

// Intake counts what the log holds, type by type, those this version cannot read
// included: what is skipped is never skipped silently.
type Intake struct{ fold.View[intake] }

type intake struct {
	Known   map[string]uint64
	Unknown map[string]uint64
}

func newIntake() *Intake {
	return &Intake{fold.New("intake@1", func() *intake {
		return &intake{Known: map[string]uint64{}, Unknown: map[string]uint64{}}
	})}
}

// Fold counts every event, whatever its type.
func (v *Intake) Fold(r event.Recorded) {
	if r.Position <= v.Position() {
		return
	}
	v.Resume(r.Position)
	if _, unknown := r.Event.(event.Unknown); unknown {
		v.Folded().Unknown[r.Event.EventName()]++
		return
	}
	v.Folded().Known[r.Event.EventName()]++
}

// Count is how many facts of one type are in the log.
type Count struct {
	Type  string
	Count int
	Known bool // false for a type this version cannot read
}

// Counts lists the types by name, the unknown ones last.
func (v *Intake) Counts() []Count {
	return append(counts(v.Folded().Known, true), counts(v.Folded().Unknown, false)...)
}

func counts(of map[string]uint64, known bool) []Count {
	var out []Count
	for _, name := range slices.Sorted(maps.Keys(of)) {
		out = append(out, Count{name, int(of[name]), known}) //nolint:gosec // a count of events fits
	}
	return out
}
