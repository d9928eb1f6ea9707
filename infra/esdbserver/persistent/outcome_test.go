package persistent

import (
	"strings"
	"testing"
	"time"
)

// roomy is a group in which nothing is full.
func roomy(retries int) Settings {
	return Settings{
		Strategy: RoundRobin, MessageTimeout: time.Second, MaxRetries: retries,
		HistoryBuffer: 100, LiveBuffer: 100, ReadBatch: 10, MinCheckpoint: 2, MaxCheckpoint: 5, CheckpointAfter: time.Minute,
	}
}

func TestAnEventIsParkedAfterTheMaximumOfRetries(t *testing.T) {
	for name, fails := range map[string]func(w *world, c *Consumer){
		"refused":  func(w *world, _ *Consumer) { w.answer(0, Retry, false) },
		"silent":   func(w *world, _ *Consumer) { w.now = w.now.Add(time.Second); w.expire(w.now); w.hands = nil },
		"departed": func(w *world, c *Consumer) { w.leaveNow(c) },
	} {
		w := newWorld(roomy(2), 1, []string{"a"})
		w.readOn()
		for try := range 3 {
			c := w.joinNew(1)
			if !w.handOut(c) || c.flight[w.source[0].ID].retries != try {
				t.Fatalf("%s: try %d does not come", name, try)
			}
			fails(w, c)
			if name != "departed" {
				w.leaveNow(c)
			}
		}
		if len(w.parking) != 1 || !strings.Contains(w.parking[0].reason, "sent again 2 times") {
			t.Errorf("%s: parked %v", name, w.parking)
		}
	}
}

func TestWhatWasNeverHandedOutCountsNoRetry(t *testing.T) {
	w := newWorld(roomy(0), 1, []string{"a"})
	w.readOn()
	for range 3 {
		w.joinNew(1)
		w.now = w.now.Add(time.Hour)
		w.expire(w.now)
		w.leaveNow(w.consumers[0])
	}
	if c := w.joinNew(1); len(w.parking) > 0 || !w.handOut(c) {
		t.Error("the event was parked, and nobody had seen it")
	}
}

func TestASlowConsumersOutboxDoesNotGrow(t *testing.T) {
	w := newWorld(roomy(3), 2, []string{"a"})
	c := w.joinNew(2)
	for w.readOn() {
	}
	for range 10 {
		w.now = w.now.Add(time.Hour)
		w.expire(w.now)
	}
	if len(c.outbox) != 2 || len(c.flight) != 2 {
		t.Errorf("%d in the outbox, %d in flight", len(c.outbox), len(c.flight))
	}
}

func TestStopSendsNothingMoreToTheConsumer(t *testing.T) {
	w := newWorld(roomy(0), 4, []string{"a"})
	c := w.joinNew(2)
	for w.readOn() {
	}
	w.handOut(c)
	w.answer(0, Stop, false)
	if _, _, err := c.pop(); err != ErrDropped || len(w.consumers) != 0 || len(c.flight) != 0 {
		t.Errorf("got %v, with %d in flight", err, len(c.flight))
	}
	if other := w.joinNew(4); len(other.flight) != 4 || len(w.parking) != 0 {
		t.Errorf("another one is sent %d events of 4, and %d are parked", len(other.flight), len(w.parking))
	}
}

func TestNothingExpiresWithoutATimeout(t *testing.T) {
	s := roomy(0)
	s.MessageTimeout = 0
	w := newWorld(s, 1, []string{"a"})
	c := w.joinNew(1)
	w.readOn()
	w.now = w.now.Add(1000 * time.Hour)
	w.expire(w.now)
	if len(c.flight) != 1 || !w.wake(w.now).IsZero() {
		t.Error("it expired")
	}
}

func TestACheckpointIsDueByNumberOrByTime(t *testing.T) {
	w := newWorld(roomy(0), 20, []string{"a"})
	c := w.joinNew(20)
	for w.readOn() {
	}
	answered := func(n int) (bool, time.Time) {
		for range n {
			w.handOut(c)
			w.answer(0, 0, true)
		}
		return w.due(w.now)
	}
	begun := w.now
	if due, at := answered(1); due || !at.IsZero() {
		t.Error("due below the minimum")
	}
	if due, at := answered(1); due || at != begun.Add(time.Minute) {
		t.Errorf("at the minimum, due %v, at %v", due, at)
	}
	w.now = begun.Add(time.Minute)
	if due, _ := answered(0); !due {
		t.Error("not due after the time")
	}
	w.keep(false)
	if due, _ := answered(4); due {
		t.Error("due below the maximum")
	}
	if due, _ := answered(1); !due {
		t.Error("not due at the maximum")
	}
	w.keep(true)
	if due, _ := w.due(w.now); !due {
		t.Error("not due any more, though it was not written")
	}
}

func TestWhatIsDoneOfTheParkedIsNews(t *testing.T) {
	w := newWorld(roomy(0), 1, []string{"a"})
	c := w.joinNew(1)
	w.readOn()
	w.handOut(c)
	w.answer(0, Park, false)
	w.keep(false)
	w.replayAll()
	w.handOut(c)
	w.answer(0, 0, true)
	w.keep(true)
	if !w.news() {
		t.Error("no news, though it was not written")
	}
	w.keep(false)
	if w.news() || w.durable.Parked.First != 1 {
		t.Errorf("durable is %+v", w.durable)
	}
}

func TestTimesAreTold(t *testing.T) {
	var d durations
	if d.measure() != nil {
		t.Error("figures of nothing")
	}
	for i := range 2 * maxDurations {
		d.add(time.Duration(i+1) * time.Millisecond)
	}
	want := map[string]int64{
		"Mean": 1500, "Median": 1500, "Fastest": 1001, "Quintile 1": 1200, "Quintile 5": 2000,
		"90%": 1900, "99.9%": 1999, "Highest": 2000,
	}
	for _, m := range d.measure() {
		if w, ok := want[m.Key]; ok && w != m.Value {
			t.Errorf("%s is %d, not %d", m.Key, m.Value, w)
		}
	}
}
