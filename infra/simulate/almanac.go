package simulate

import (
	"fmt"
	"slices"
	"time"

	"soin/domain/event"
)

// tell says that something happens. What would happen after the end is not told.
func (w *world) tell(at time.Time, subject string, e event.Event) {
	m := w.monthOf(at)
	if m >= w.Months {
		return
	}
	w.days[m] = append(w.days[m], Fact{Envelope: event.Envelope{Time: at.Truncate(time.Second)}, Subject: subject, Event: e})
}

func (w *world) monthOf(t time.Time) int {
	first := w.Start.Start()
	return (t.Year()-first.Year())*12 + int(t.Month()-first.Month())
}

// emit gives away what happened in a month, in order; of one moment in the order told.
func (w *world) emit(m int, give func(Fact) error) error {
	facts := w.days[m]
	w.days[m] = nil
	slices.SortStableFunc(facts, func(a, b Fact) int { return a.Time.Compare(b.Time) })
	for _, f := range facts {
		w.told++
		f.Source, f.ID = Source, fmt.Sprintf("lumen-%d-%07d", w.Seed, w.told)
		if err := give(f); err != nil {
			return err
		}
	}
	return nil
}
