package persistent

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"soin/domain/event"
)

func TestTheLedgerKnowsWhatIsStillParked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := event.Revision(rapid.IntRange(0, 3).Draw(t, "first"))
		l, done := newLedger(Parked{First: first}), map[event.Revision]bool{}
		t.Repeat(map[string]func(*rapid.T){
			"park": func(*rapid.T) { l.add(l.end + 1) },
			"finish": func(t *rapid.T) {
				r := event.Revision(rapid.IntRange(0, int(l.end)+2).Draw(t, "revision"))
				l.finish(r)
				done[r] = done[r] || r >= first && r <= l.end
			},
			"read back": func(t *rapid.T) {
				data, err := json.Marshal(l.Parked)
				if err != nil {
					t.Fatal(err)
				}
				var p Parked
				if err := json.Unmarshal(data, &p); err != nil {
					t.Fatal(err)
				}
				end := l.end
				l = newLedger(p)
				l.add(end)
			},
			"": func(t *rapid.T) {
				count := int64(0)
				for r := range l.end + 3 {
					parked := r >= first && r <= l.end && !done[r]
					if l.holds(r) != parked {
						t.Fatalf("%d is parked: %v, of %+v", r, l.holds(r), l.Parked)
					}
					if parked {
						count++
					}
				}
				if l.count() != count {
					t.Fatalf("%d are parked, not %d, of %+v", count, l.count(), l.Parked)
				}
			},
		})
	})
}

// Every other one of a long row is done: more spans than are remembered.
func TestTheLedgerIsBounded(t *testing.T) {
	l := newLedger(Parked{})
	for r := range event.Revision(2*maxSpans + 200) {
		l.add(r)
	}
	for r := event.Revision(1); r <= l.end; r += 2 {
		l.finish(r)
	}
	if len(l.Done) != maxSpans || !l.holds(l.end) || l.holds(1) {
		t.Errorf("%d spans are remembered", len(l.Done))
	}
}
