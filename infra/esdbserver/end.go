package esdbserver

import (
	"context"

	"soin/domain/event"
)

// ender is a store that knows where a stream ends without reading it. The port does not ask
// for that, because nothing else needs it: whoever decides folds the whole stream. Here, each
// read from the end of a stream, and each that keeps to a $maxCount, begins with it.
type ender interface {
	// End is the revision of the stream's last event, NoStream when it has none, and
	// event.ErrStreamDeleted when it was deleted.
	End(ctx context.Context, stream string) (event.Revision, error)
}

// endOf is the revision of a stream's last event. In a store that does not know, it takes a
// number of short reads that grows with the logarithm of the stream.
func endOf(ctx context.Context, store event.Store, stream string) (event.Revision, error) {
	if e, ok := store.(ender); ok {
		return e.End(ctx, stream)
	}
	there, gone := event.NoStream, event.Revision(0)
	for step := event.Revision(1); ; step *= 2 {
		found, err := reaches(ctx, store, stream, gone)
		if err != nil || !found {
			if err != nil {
				return 0, err
			}
			break
		}
		there, gone = gone, gone+step
	}
	for gone-there > 1 {
		middle := there + (gone-there)/2
		found, err := reaches(ctx, store, stream, middle)
		if err != nil {
			return 0, err
		}
		if found {
			there = middle
		} else {
			gone = middle
		}
	}
	return there, nil
}

// reaches reports whether a stream has an event of this revision.
func reaches(ctx context.Context, store event.Store, stream string, r event.Revision) (bool, error) {
	for _, err := range store.Stream(ctx, stream, r) {
		return err == nil, err
	}
	return false, nil
}
