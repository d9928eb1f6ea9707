package storebench

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"soin/domain/event"
)

// ReadAll reads the whole log so many times, as stored, and looks at nothing in it.
func ReadAll(ctx context.Context, store event.Store, times int) (Result, error) {
	result := Result{Work: "read everything"}
	begin := time.Now()
	for range times {
		n, err := count(store.All(ctx, 0))
		if err != nil {
			return result, err
		}
		result.Events += n
	}
	result.Elapsed = time.Since(begin)
	return result, nil
}

// ReadStreams reads each stream that the appends in batches of o wrote.
func ReadStreams(ctx context.Context, store event.Store, o Options) (Result, error) {
	o = o.orDefaults()
	result := Result{Work: fmt.Sprintf("read %d streams, one after the other", o.Writers*o.Streams)}
	begin := time.Now()
	for writer := range o.Writers {
		for s := range o.Streams {
			n, err := count(store.Stream(ctx, streamName(o.Seed, o.Batch, writer, s), 0))
			if err != nil {
				return result, err
			}
			result.Events += n
		}
	}
	result.Elapsed = time.Since(begin)
	return result, nil
}

var errEmpty = errors.New("an event came back without its payload")

func count(events iter.Seq2[event.RawRecorded, error]) (n int, err error) {
	for e, err := range events {
		if err != nil {
			return n, err
		}
		if len(e.Data) == 0 {
			return n, errEmpty
		}
		n++
	}
	return n, nil
}
