package persistent

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anySettings are small, so that every limit is met.
func anySettings(t *rapid.T) Settings {
	s := Settings{
		Strategy:       rapid.SampledFrom([]Strategy{RoundRobin, DispatchToSingle, Pinned, PinnedByCorrelation}).Draw(t, "strategy"),
		MessageTimeout: time.Second,
		MaxRetries:     rapid.IntRange(0, 3).Draw(t, "retries"),
		MaxCheckpoint:  rapid.IntRange(1, 5).Draw(t, "checkpoint"),
		HistoryBuffer:  rapid.IntRange(1, 6).Draw(t, "history"),
		LiveBuffer:     rapid.IntRange(1, 6).Draw(t, "live"),
	}
	s.ReadBatch = rapid.IntRange(1, s.HistoryBuffer).Draw(t, "batch")
	return s
}

// Consumers come and go, acknowledge and refuse, fall silent; the books fail; the server is
// restarted at any moment.
func TestEveryEventIsAcknowledgedSkippedOrParked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(anySettings(t), rapid.IntRange(1, 30).Draw(t, "events"), []string{"a", "b", "c"})
		one := func(name string, n int) int { return rapid.IntRange(0, n-1).Draw(t, name) }
		actions := map[string]func(*rapid.T){
			"": w.check,
			"read": func(t *rapid.T) {
				for range one("events", 5) {
					w.readOn()
				}
			},
			"join": func(t *rapid.T) { w.joinNew(1 + one("buffer", 4)) },
			"leave": func(t *rapid.T) {
				if len(w.consumers) > 0 {
					w.leaveNow(w.consumers[one("consumer", len(w.consumers))])
				}
			},
			"hand out": func(t *rapid.T) {
				if len(w.consumers) > 0 {
					w.handOut(w.consumers[one("consumer", len(w.consumers))])
				}
			},
			"acknowledge": func(t *rapid.T) {
				if len(w.hands) > 0 {
					w.answer(one("hand", len(w.hands)), 0, true)
				}
			},
			"refuse": func(t *rapid.T) {
				if len(w.hands) > 0 {
					w.answer(one("hand", len(w.hands)), Action(one("action", 4)), false)
				}
			},
			"wait": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(one("ms", 1500)) * time.Millisecond)
				w.expire(w.now)
			},
			"keep":       func(t *rapid.T) { w.keep(false) },
			"keep badly": func(t *rapid.T) { w.keep(true) },
			"replay":     func(t *rapid.T) { w.replayAll() },
			"idle": func(t *rapid.T) {
				for len(w.consumers) > 0 {
					w.leaveNow(w.consumers[0])
				}
				w.shed()
			},
			"restart": func(t *rapid.T) { w.restart() },
			"refuse everything": func(t *rapid.T) {
				for len(w.consumers) > 0 && w.handOut(w.consumers[0]) {
				}
				for len(w.hands) > 0 {
					w.answer(0, Park, false)
				}
			},
		}
		for range 3 {
			t.Repeat(actions)
		}
		w.finishAll(t)
	})
}

// Others may come, stand by and go: as long as nothing fails, the one that consumes is sent
// every event once, in order.
func TestDispatchToSingleKeepsTheOrderExactlyOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySettings(t)
		s.Strategy = DispatchToSingle
		w := newWorld(s, rapid.IntRange(1, 40).Draw(t, "events"), []string{"a", "b"})
		first := w.joinNew(rapid.IntRange(1, 5).Draw(t, "buffer"))
		t.Repeat(map[string]func(*rapid.T){
			"":         w.check,
			"read":     func(*rapid.T) { w.readOn() },
			"stand by": func(*rapid.T) { w.joinNew(2) },
			"give up": func(*rapid.T) {
				if n := len(w.consumers); n > 1 {
					w.leaveNow(w.consumers[n-1])
				}
			},
			"hand out": func(*rapid.T) { w.handOut(first) },
			"acknowledge": func(t *rapid.T) {
				if len(w.hands) > 0 {
					w.answer(rapid.IntRange(0, len(w.hands)-1).Draw(t, "hand"), 0, true)
				}
			},
			"keep": func(*rapid.T) { w.keep(false) },
		})
		for w.readOn() || w.handOut(first) || len(w.hands) > 0 {
			for len(w.hands) > 0 {
				w.answer(0, 0, true)
			}
		}
		if len(w.delivered) != len(w.source) || !slices.IsSorted(w.delivered) {
			t.Fatalf("delivered %v of %d events", w.delivered, len(w.source))
		}
	})
}

// However consumers come and go, each of them is sent a stream's events in order.
func TestPinnedKeepsTheOrderOfEachStream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySettings(t)
		s.Strategy, s.MessageTimeout = Pinned, 0
		w := newWorld(s, rapid.IntRange(1, 40).Draw(t, "events"), []string{"a", "b", "c"})
		w.joinNew(2)
		t.Repeat(map[string]func(*rapid.T){
			"":     w.check,
			"read": func(*rapid.T) { w.readOn() },
			"join": func(t *rapid.T) { w.joinNew(rapid.IntRange(1, 4).Draw(t, "buffer")) },
			"leave": func(t *rapid.T) {
				for _, c := range w.consumers[1:] {
					if len(c.flight) == 0 {
						w.leaveNow(c)
						return
					}
				}
			},
			"consume": func(t *rapid.T) {
				w.handOut(w.consumers[rapid.IntRange(0, len(w.consumers)-1).Draw(t, "consumer")])
				if len(w.hands) > 0 && rapid.Bool().Draw(t, "acknowledge") {
					w.answer(0, 0, true)
				}
			},
		})
		last := map[string]Mark{}
		for _, m := range w.delivered {
			stream := w.source[m].Stream
			if before, seen := last[stream]; seen && m <= before {
				t.Fatalf("event %d of %q came after %d", m, stream, before)
			}
			last[stream] = m
		}
	})
}

func TestRoundRobinSharesEvenly(t *testing.T) {
	w := newWorld(Settings{Strategy: RoundRobin, HistoryBuffer: 100, LiveBuffer: 100, ReadBatch: 1, MaxCheckpoint: 1}, 90, []string{"a"})
	a, b, c := w.joinNew(30), w.joinNew(30), w.joinNew(30)
	for w.readOn() {
	}
	if len(a.flight) != 30 || len(b.flight) != 30 || len(c.flight) != 30 || a.outbox[1].Revision != 3 {
		t.Errorf("%d, %d and %d events are in flight", len(a.flight), len(b.flight), len(c.flight))
	}
}

func TestReadingStopsWhenTheBufferIsFullAndGoesOnWithRoomForABatch(t *testing.T) {
	w := newWorld(Settings{Strategy: RoundRobin, HistoryBuffer: 10, LiveBuffer: 10, ReadBatch: 4, MaxCheckpoint: 1}, 100, []string{"a"})
	for w.readOn() {
	}
	if len(w.waiting) != 10 {
		t.Fatalf("%d events wait, of 10", len(w.waiting))
	}
	c := w.joinNew(1)
	for acked, want := range []bool{true, true, true, false} { // 1 in flight and 9 waiting, ...
		if w.full != want {
			t.Errorf("after %d acknowledgements, full is %v", acked, w.full)
		}
		w.handOut(c)
		w.answer(0, 0, true)
	}
}

func TestWhatWaitsIsBoundedInBytesToo(t *testing.T) {
	w := newWorld(Settings{Strategy: RoundRobin, HistoryBuffer: MaxBuffer, LiveBuffer: MaxBuffer, ReadBatch: 1, MaxCheckpoint: 1}, 100, []string{"a"})
	for _, e := range w.source {
		e.Data = make([]byte, event1MiB)
	}
	for w.readOn() {
	}
	if got := len(w.waiting); got != maxWaiting/event1MiB {
		t.Errorf("%d MiB wait", got)
	}
	c := w.joinNew(MaxBuffer)
	for {
		for w.handOut(c) {
		}
		if !w.readOn() {
			break
		}
	}
	if got := len(c.flight); got != maxUnanswered/event1MiB {
		t.Errorf("%d MiB are in flight to one consumer", got)
	}
}

const event1MiB = 1 << 20

// An id names an event within its stream. A consumer that has two of the same id could not say
// which one it is done with. What comes later does not overtake the one that waits, where an
// order is kept.
func TestOneConsumerHasOneEventOfAnID(t *testing.T) {
	for s, flying := range map[Strategy]int{RoundRobin: 2, DispatchToSingle: 1, Pinned: 1} {
		w := newWorld(Settings{Strategy: s, HistoryBuffer: 10, LiveBuffer: 10, ReadBatch: 1, MaxCheckpoint: 1}, 4, []string{"a", "b"})
		w.source[1].ID = w.source[0].ID
		w.source = []*Event{w.source[0], w.source[1], w.source[3]} // of a, b and b
		c := w.joinNew(5)
		for w.readOn() {
		}
		if len(c.outbox) != flying {
			t.Errorf("%s: %d events are in flight", s, len(c.outbox))
		}
		w.handOut(c)
		w.answer(0, 0, true)
		for w.handOut(c) {
		}
		if len(w.delivered) != 3 || s != RoundRobin && !slices.IsSorted(w.delivered) {
			t.Errorf("%s: delivered %v", s, w.delivered)
		}
	}
}
