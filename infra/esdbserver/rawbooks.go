package esdbserver

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"soin/domain/event"
)

// appendToBooks takes metadata of a stream, and nothing else.
func (w *Raw) appendToBooks(ctx context.Context, a Append) (Written, error) {
	stream, ok := strings.CutPrefix(a.Stream, metadataPrefix)
	if !ok {
		return Written{}, accessDenied("the server alone writes to " + a.Stream)
	}
	if strings.HasPrefix(stream, metadataPrefix) {
		return Written{}, invalid("metadata have no metadata")
	}
	raws := make([]event.Raw, len(a.Events))
	for i := range a.Events {
		p := &a.Events[i]
		if p.Type != metadataType {
			return Written{}, invalid("an event of %s must be of type %s", a.Stream, metadataType)
		}
		if _, err := parseMetadata(p.Data); err != nil {
			return Written{}, err
		}
		var err error
		if raws[i], err = stored(a.Stream, p); err != nil {
			return Written{}, err
		}
	}
	lock := w.locks.of(stream)
	lock.Lock()
	defer lock.Unlock()
	written, err := (&appending{store: w.books.Store, stream: a.Stream, expected: a.Expected, events: raws}).run(ctx)
	written.Position = 0 // it stands in no log that clients read
	return written, err
}

// Delete ends a stream. For good, the store forgets it; otherwise its metadata say so.
func (w *Raw) Delete(ctx context.Context, d Deletion) (event.Position, error) {
	if inBooks(d.Stream) {
		return 0, accessDenied("the server alone ends " + d.Stream)
	}
	lock := w.locks.of(d.Stream)
	lock.Lock()
	defer lock.Unlock()
	head, err := w.store.Head(ctx)
	if err != nil {
		return 0, err
	}
	if d.Forever {
		return head, w.store.Delete(ctx, d.Stream, d.Expected)
	}
	if _, err := (&appending{store: w.store, stream: d.Stream, expected: d.Expected}).run(ctx); err != nil {
		return 0, err
	}
	end, err := endOf(ctx, w.store, d.Stream)
	if err != nil {
		return 0, err
	}
	before := end + 1
	note, err := json.Marshal(deletion{&before})
	if err != nil {
		return 0, err
	}
	return head, w.truncate(ctx, d.Stream, lastRevision, note)
}

// revive makes the metadata of a stream that was deleted say where it begins anew.
func (w *Raw) revive(ctx context.Context, stream string, written Written, events int) error {
	first := written.Revision - event.Revision(events) + 1
	return w.truncate(ctx, stream, max(first, 0), nil)
}

// truncate changes where the metadata of a stream say that it begins.
func (w *Raw) truncate(ctx context.Context, stream string, before event.Revision, note []byte) error {
	data, _, at, err := w.books.lastMetadata(ctx, stream)
	if err != nil {
		return err
	}
	if data, err = withTruncation(data, before); err != nil {
		return err
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return err
	}
	name := metadataPrefix + stream
	raw, err := stored(name, &Proposed{ID: id, Type: metadataType, ContentType: "application/json", Metadata: note, Data: data})
	if err != nil {
		return err
	}
	_, err = w.books.Append(ctx, name, at, []event.Raw{raw})
	return err
}
