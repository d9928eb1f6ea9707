package storetest

import (
	"fmt"
	"sync"

	"soin/domain/event"
)

func concurrency() []promise {
	return []promise{
		{"each revision is given once", eachRevisionOnce},
		{"one writer wins each revision", oneWinsEachRevision},
		{"one writer begins a stream", oneBeginsAStream},
		{"writers of many streams do not meet", writersOfManyStreams},
		{"one fact told by many is stored once", oneFactByMany},
		{"a log read while it grows has no gap", readWhileGrowing},
		{"appends and reads of a stream are linearizable", linearizable},
	}
}

const writers = 8

// mustAppend is append for a goroutine that is not the test's.
func (t *trial) mustAppend(stream string, expected event.Revision, events ...event.Raw) []event.Receipt {
	receipts, err := t.store.Append(t.ctx, stream, expected, events)
	if err != nil || len(receipts) != len(events) {
		t.Errorf("append to %q at %s: %d receipts, %v", stream, expected, len(receipts), err)
		return make([]event.Receipt, len(events))
	}
	return receipts
}

func eachRevisionOnce(t *trial) {
	const rounds = 15
	var mu sync.Mutex
	given := map[event.Revision]string{}
	together(writers, func(i int) {
		for j := range rounds {
			events := facts(fmt.Sprint(i, "-", j, "-"), 1+j%3)
			receipts := t.mustAppend("test-1", event.Any, events...)
			mu.Lock()
			for k, r := range receipts {
				if r.Revision != receipts[0].Revision+event.Revision(k) {
					t.Errorf("the events of one append stand at %+v", receipts)
				}
				given[r.Revision] = events[k].ID
			}
			mu.Unlock()
		}
	})
	got := t.stream("test-1")
	if want := writers * rounds * 2; len(got) != want || len(given) != want {
		t.Fatalf("%d events and %d revisions for %d appended", len(got), len(given), want)
	}
	for i, r := range got {
		if r.Revision != event.Revision(i) || given[r.Revision] != r.ID {
			t.Errorf("%s holds %q, its receipt was given to %q", r.Revision, r.ID, given[r.Revision])
		}
	}
}

func oneWinsEachRevision(t *trial) {
	t.append("test-1", event.NoStream, fact("first"))
	for round := range event.Revision(15) {
		t.race("test-1", round, fmt.Sprint("round ", round, " of "))
	}
}

func oneBeginsAStream(t *trial) {
	for round := range 10 {
		t.race(fmt.Sprint("test-", round), event.NoStream, "writer ")
	}
}

// race lets writers append at the same revision and sees that one of them wins and
// that the others are told the winner's revision.
func (t *trial) race(stream string, expected event.Revision, prefix string) {
	t.Helper()
	won := make([]bool, writers)
	together(writers, func(i int) {
		receipts, err := t.store.Append(t.ctx, stream, expected, []event.Raw{fact(fmt.Sprint(prefix, i))})
		if err != nil {
			t.isWrongRevision(err, event.WrongRevisionError{Stream: stream, Expected: expected, Actual: expected + 1})
			return
		}
		won[i] = true
		if len(receipts) != 1 || receipts[0].Revision != expected+1 || receipts[0].Duplicate {
			t.Errorf("the winner's receipts are %+v", receipts)
		}
	})
	winners := 0
	for i, w := range won {
		if got := t.stream(stream); w && got[len(got)-1].ID != fmt.Sprint(prefix, i) {
			t.Errorf("%d won, but the stream ends with %q", i, got[len(got)-1].ID)
		}
		if w {
			winners++
		}
	}
	if winners != 1 {
		t.Errorf("%d writers won after %s", winners, expected)
	}
}

func writersOfManyStreams(t *trial) {
	const rounds = 20
	together(writers, func(i int) {
		stream := fmt.Sprint("test-", i)
		for j := range event.Revision(rounds) {
			if r := t.mustAppend(stream, j-1, fact(fmt.Sprint(i, "-", int(j)))); r[0].Revision != j {
				t.Errorf("%s gives %s where %s was due", stream, r[0].Revision, j)
			}
		}
	})
	next := map[string]event.Revision{}
	var last event.Position
	for _, r := range t.all() {
		if r.Revision != next[r.Stream] || r.Position <= last {
			t.Errorf("%s: %s at position %d after %d", r.Stream, r.Revision, r.Position, last)
		}
		next[r.Stream]++
		last = r.Position
	}
	if len(next) != writers {
		t.Errorf("%d streams, want %d", len(next), writers)
	}
}

func oneFactByMany(t *trial) {
	for round := range 5 {
		stream := fmt.Sprint("test-", round)
		expected := []event.Revision{event.NoStream, event.Any}[round%2]
		var receipts [writers]event.Receipt
		together(writers, func(i int) { receipts[i] = t.mustAppend(stream, expected, fact("a"))[0] })
		originals := 0
		for _, r := range receipts {
			if !r.Duplicate {
				originals++
			}
			if r.Position != receipts[0].Position || r.Revision != 0 {
				t.Errorf("receipts of one fact differ: %+v and %+v", r, receipts[0])
			}
		}
		if n := len(t.stream(stream)); n != 1 || originals != 1 {
			t.Errorf("%d events and %d receipts that are no duplicates, want one", n, originals)
		}
	}
}

// readWhileGrowing reads on from the last position seen, again and again, as a read
// model does: whatever becomes visible later must stand later.
func readWhileGrowing(t *trial) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	var got []event.RawRecorded
	wg.Go(func() {
		var last event.Position
		for finished := false; !finished; {
			finished = ended(done) // and read once more
			for r, err := range t.store.All(t.ctx, last) {
				if err != nil {
					t.Errorf("read after %d: %v", last, err)
					return
				}
				got = append(got, r)
				last = r.Position
			}
		}
	})
	t.write(25)
	close(done)
	wg.Wait()
	t.same("reading while writers wrote", got, t.all())
}

// write lets writers append to streams they share and to streams of their own.
func (t *trial) write(rounds int) {
	together(writers, func(i int) {
		for j := range rounds {
			stream := fmt.Sprint("test-", []int{i, j % 3}[j%2])
			t.mustAppend(stream, event.Any, facts(fmt.Sprint(i, "-", j, "-"), 1+j%4)...)
		}
	})
}
