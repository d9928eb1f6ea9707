package storetest

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"soin/domain/event"
)

func follow() []promise {
	return []promise{
		{"following goes from the past into the present", fromPastToPresent},
		{"following from the head gives what comes after it", fromHead},
		{"an event reaches a follower without another one after it", eachReaches},
		{"following while writers write misses, doubles and reorders nothing", followWhileWriting},
		{"a slow follower misses nothing", slowFollower},
		{"a follower that stops harms nobody", followerStops},
		{"sequences may be left early any number of times", leftEarly},
		{"a reader may append while it reads", appendWhileReading},
	}
}

// take follows until n events have come. It fails the test when they do not come.
func (t *trial) take(after event.Position, n int) []event.RawRecorded {
	var got []event.RawRecorded
	if n == 0 {
		return got
	}
	for r, err := range t.store.Follow(t.ctx, after) {
		if err != nil {
			t.Errorf("following after %d: %v, after %d of %d events", after, err, len(got), n)
			break
		}
		if got = append(got, r); len(got) == n {
			break
		}
	}
	return got
}

func fromPastToPresent(t *trial) {
	next, stop := iter.Pull2(t.store.Follow(t.ctx, 0))
	defer stop()
	var got []event.RawRecorded
	for round := range 4 {
		t.append(fmt.Sprint("test-", round%2), event.Any, facts(fmt.Sprint(round, "."), 3)...)
		for range 3 {
			r, err, ok := next()
			if err != nil || !ok {
				t.Fatalf("after %d events the sequence gave %v, %v", len(got), err, ok)
			}
			got = append(got, r)
		}
	}
	t.same("following", got, t.all())
}

func fromHead(t *trial) {
	t.append("test-1", event.NoStream, facts("old", 5)...)
	head, err := t.store.Head(t.ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got []event.RawRecorded
	var wg sync.WaitGroup
	wg.Go(func() { got = t.take(head, 2) })
	t.append("test-2", event.NoStream, facts("new", 2)...)
	wg.Wait()
	t.same("following from the head", got, t.all()[5:])
}

// eachReaches appends as soon as the follower has the event before: at the moment, that
// is, when the follower looks whether there is more and begins to wait.
func eachReaches(t *trial) {
	const rounds = 200
	reached := make(chan struct{}, rounds)
	var wg sync.WaitGroup
	wg.Go(func() {
		n := 0
		for _, err := range t.store.Follow(t.ctx, 0) {
			if err != nil {
				t.Errorf("after %d events: %v", n, err)
				close(reached)
				return
			}
			reached <- struct{}{}
			if n++; n == rounds {
				return
			}
		}
	})
	for i := range rounds {
		t.mustAppend("test-1", event.Revision(i-1), fact(fmt.Sprint(i)))
		<-reached
	}
	wg.Wait()
}

// last is the id of the event that tells followers of a test to stop.
const last = "last"

// until follows to the event named last.
func (t *trial) until(after event.Position) []event.RawRecorded {
	var got []event.RawRecorded
	for r, err := range t.store.Follow(t.ctx, after) {
		if err != nil {
			t.Errorf("following after %d: %v, after %d events", after, err, len(got))
			break
		}
		if got = append(got, r); r.ID == last {
			break
		}
	}
	return got
}

// followWhileWriting begins followers before and, again and again, while writers write,
// some of them at the beginning and some at an event that was only just stored: so that
// the switch from the past to the present falls between events in every possible way.
func followWhileWriting(t *trial) {
	t.append("test-0", event.Any, facts("before", 30)...)
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[event.Position][][]event.RawRecorded{}
	begin := func(after event.Position) {
		wg.Go(func() {
			got := t.until(after)
			mu.Lock()
			seen[after] = append(seen[after], got)
			mu.Unlock()
		})
	}
	begin(0)
	begin(t.all()[14].Position)
	together(4, func(i int) {
		for j := range 25 {
			receipts := t.mustAppend(fmt.Sprint("test-", j%3), event.Any, facts(fmt.Sprint(i, "-", j, "-"), 1+j%4)...)
			if j%8 == i {
				begin(receipts[0].Position)
				begin(0)
			}
		}
	})
	t.append("test-0", event.Any, fact(last))
	wg.Wait()
	for after, followers := range seen {
		want := t.read(t.store.All(t.ctx, after))
		for _, got := range followers {
			t.same(fmt.Sprint("following after ", after), got, want)
		}
	}
}

func slowFollower(t *trial) {
	t.append("test-1", event.Any, fact("first"))
	var got []event.RawRecorded
	for r, err := range t.store.Follow(t.ctx, 0) {
		if err != nil {
			t.Fatalf("after %d events: %v", len(got), err)
		}
		if len(got) == 0 { // while the follower dwells on the first event
			for i := range 30 {
				t.append(fmt.Sprint("test-", i%3), event.Any, facts(fmt.Sprint(i, "-"), 100)...)
			}
			t.append("test-1", event.Any, fact(last))
		}
		if got = append(got, r); r.ID == last {
			break
		}
	}
	t.same("following slowly", got, t.all())
}

func followerStops(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 10)...)
	var wg sync.WaitGroup
	var got []event.RawRecorded
	wg.Go(func() { got = t.until(0) })
	for n := range 10 {
		t.same("following a little", t.take(0, n), t.all()[:n])
	}
	t.append("test-1", 9, fact(last))
	wg.Wait()
	t.same("following to the end", got, t.all())
}

// readings are the ways to read a log whose events all stand in one stream.
func (t *trial) readings(ctx context.Context, stream string) map[string]iter.Seq2[event.RawRecorded, error] {
	return map[string]iter.Seq2[event.RawRecorded, error]{
		"Stream": t.store.Stream(ctx, stream, 0),
		"All":    t.store.All(ctx, 0),
		"Follow": t.store.Follow(ctx, 0),
	}
}

func leftEarly(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 5)...)
	for range 100 {
		for name, seq := range t.readings(t.ctx, "test-1") {
			for r, err := range seq {
				if err != nil || r.ID != "a0" {
					t.Fatalf("%s begins with %q, %v", name, r.ID, err)
				}
				break
			}
		}
	}
	t.append("test-1", 4, fact("b"))
}

func appendWhileReading(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 3)...)
	for name, seq := range t.readings(t.ctx, "test-1") {
		read := 0
		for r, err := range seq {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			t.append("test-"+name, event.Any, fact("on "+r.ID))
			if read++; read == 3 {
				break
			}
		}
		if got := t.stream("test-" + name); len(got) != 3 {
			t.Errorf("%s: %d events appended while reading, want 3", name, len(got))
		}
	}
}
