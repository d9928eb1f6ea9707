// Package storebench measures how fast an event.Store is where it stands: on the disk,
// the network and the processors of whoever asks. It needs no testing package, so that
// a command can run it, and it works on any store.
//
// It appends the way decisions do: many writers side by side, each to streams of its
// own, at the exact revision it knows, with ids nobody has used. Every acknowledgement
// counts only if it came without an error. The events stay in the store: give it one
// that may be thrown away.
package storebench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soin/domain/event"
)

// Options say how much of each kind of work is done. Zero values stand for [Defaults].
type Options struct {
	Writers int    // side by side
	Streams int    // of each writer, written in turns
	Batch   int    // events of one append, in the work that appends in batches
	Payload int    // bytes of JSON of one event
	Singles int    // events appended one by one
	Batched int    // events appended in batches
	Reads   int    // times everything is read
	Seed    uint64 // of the ids; two runs against one store need two seeds
}

// Defaults take some ten seconds on a machine of two processors.
//
//nolint:gochecknoglobals // a constant, if its type had any
var Defaults = Options{
	Writers: 16, Streams: 64, Batch: 100, Payload: 290, Singles: 100_000, Batched: 500_000, Reads: 3,
}

func (o Options) orDefaults() Options {
	for _, f := range []struct {
		field *int
		value int
	}{
		{&o.Writers, Defaults.Writers},
		{&o.Streams, Defaults.Streams},
		{&o.Batch, Defaults.Batch},
		{&o.Payload, Defaults.Payload},
		{&o.Singles, Defaults.Singles},
		{&o.Batched, Defaults.Batched},
		{&o.Reads, Defaults.Reads},
	} {
		if *f.field <= 0 {
			*f.field = f.value
		}
	}
	return o
}

// Result is what one kind of work took.
type Result struct {
	Work    string // in words
	Events  int    // appended or read
	Elapsed time.Duration
	Calls   []time.Duration // how long each append took, sorted; empty for reads
}

// Rate is in events per second.
func (r Result) Rate() float64 { return float64(r.Events) / r.Elapsed.Seconds() }

// Percentile is how long at least p percent of the appends took at most.
func (r Result) Percentile(p int) time.Duration {
	if len(r.Calls) == 0 {
		return 0
	}
	return r.Calls[min(len(r.Calls)*p/100, len(r.Calls)-1)]
}

func (r Result) String() string {
	s := fmt.Sprintf("%s: %.0f events/s", r.Work, r.Rate())
	if len(r.Calls) > 0 {
		s += fmt.Sprintf(", p50 %v, p99 %v", r.Percentile(50).Round(time.Microsecond), r.Percentile(99).Round(time.Microsecond))
	}
	return s
}

// Run does all kinds of work, one after the other, and gives their results in order. It
// stops at the first error.
func Run(ctx context.Context, store event.Store, o Options) ([]Result, error) {
	o = o.orDefaults()
	var results []Result
	for _, work := range []func() (Result, error){
		func() (Result, error) { return Append(ctx, store, o, 1, o.Singles) },
		func() (Result, error) { return Append(ctx, store, o, o.Batch, o.Batched) },
		func() (Result, error) { return ReadAll(ctx, store, o.Reads) },
		func() (Result, error) { return ReadStreams(ctx, store, o) },
	} {
		result, err := work()
		if err != nil {
			return results, fmt.Errorf("%s: %w", result.Work, err)
		}
		results = append(results, result)
	}
	return results, nil
}

func sorted(calls ...[]time.Duration) []time.Duration {
	all := slices.Concat(calls...)
	slices.Sort(all)
	return all
}
