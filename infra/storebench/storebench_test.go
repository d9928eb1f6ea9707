package storebench_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/infra/memstore"
	"soin/infra/storebench"
)

var small = storebench.Options{Writers: 3, Streams: 4, Batch: 10, Payload: 290, Singles: 50, Batched: 400, Reads: 2}

func TestRunDoesAllThatItReports(t *testing.T) {
	s := memstore.New()
	defer s.Close()
	results, err := storebench.Run(t.Context(), s, small)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{50, 400, 2 * 450, 400} {
		r := results[i]
		if r.Events != want || r.Rate() <= 0 || !strings.Contains(r.String(), "events/s") {
			t.Errorf("%s: %d events, want %d", r, r.Events, want)
		}
	}
	if r := results[1]; len(r.Calls) != 40 || r.Percentile(50) > r.Percentile(99) || r.Percentile(100) != r.Calls[39] {
		t.Errorf("%d calls, %v", len(r.Calls), r)
	}
	ids := map[string]bool{}
	for e, err := range s.All(t.Context(), 0) {
		if err != nil || ids[e.ID] || len(e.Data) != small.Payload || !json.Valid(e.Data) {
			t.Fatalf("%v, %q of %d bytes: %s", err, e.ID, len(e.Data), e.Data)
		}
		ids[e.ID] = true
	}
	other := small
	other.Seed = 1
	if _, err := storebench.Run(t.Context(), s, other); err != nil {
		t.Errorf("a second run with another seed: %v", err)
	}
}

// full is a store whose disk is full after some appends.
type full struct {
	*memstore.Store
	left int
}

var errFull = errors.New("the disk is full")

func (f *full) Append(ctx context.Context, stream string, expected event.Revision, events []event.Raw) ([]event.Receipt, error) {
	if f.left--; f.left < 0 {
		return nil, errFull
	}
	return f.Store.Append(ctx, stream, expected, events)
}

func TestFailedAppendIsNotMeasured(t *testing.T) {
	s := &full{memstore.New(), 20}
	defer s.Close()
	one := small
	one.Writers = 1
	results, err := storebench.Run(t.Context(), s, one)
	if !errors.Is(err, errFull) || len(results) != 0 {
		t.Errorf("%v, %v", results, err)
	}
}
