// Package cursorstream keeps cursors in an [event.Store], for processes of a cluster: a
// [cursor.Table]. Each cursor is a stream, its last event is the record, and a change is an
// append at the revision that was read, so that of two processes one is refused.
//
// The store must be one of its own, or its events would be taken for facts. Streams do not
// grow without bound: the store is told to forget all but their last few events.
package cursorstream

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"soin/domain/event"
	"soin/infra/bus/cursor"
)

// Store is one that can forget.
type Store interface {
	event.Store
	// Keep lets a stream hold its last events only, so many of them.
	Keep(ctx context.Context, stream string, events int) error
}

const (
	kept   = 10 // events of a stream
	source = "urn:soin:cursors"
	moved  = "cursor.moved"
)

// Table is made by [New] and safe for concurrent use.
type Table struct {
	store Store
	clock func() time.Time
}

var _ cursor.Table = (*Table)(nil)

// New keeps cursors in a store, which stays the caller's to close.
func New(store Store, clock func() time.Time) *Table { return &Table{store: store, clock: clock} }

// stored is the form of a record.
type stored struct {
	Position string `json:"position"` // a 64-bit number as text: JSON readers round beyond 53 bits
	Holder   string `json:"holder,omitempty"`
}

func stream(name string) string { return event.StreamName("cursor", name) }

// versionOf is that of the record at a revision; the first one has 1.
func versionOf(r event.Revision) cursor.Version {
	return cursor.Version(r + 1) //nolint:gosec // a revision of a record is not negative
}

// Load gives the record that stands last.
func (t *Table) Load(ctx context.Context, name string) (r cursor.Record, v cursor.Version, err error) {
	for e, err := range t.store.Stream(ctx, stream(name), 0) {
		if err != nil {
			return cursor.Record{}, 0, err
		}
		if r, err = read(e); err != nil {
			return cursor.Record{}, 0, err
		}
		v = versionOf(e.Revision)
	}
	return r, v, nil
}

func read(e event.RawRecorded) (cursor.Record, error) {
	var s stored
	err := json.Unmarshal(e.Data, &s)
	var position uint64
	if err == nil {
		position, err = strconv.ParseUint(s.Position, 10, 64)
	}
	if err != nil {
		return cursor.Record{}, &event.CorruptError{Place: e.Place, Err: err}
	}
	return cursor.Record{Position: event.Position(position), Holder: s.Holder}, nil
}

// Swap appends a record at the revision of the version.
func (t *Table) Swap(ctx context.Context, name string, was cursor.Version, r cursor.Record) (cursor.Version, error) {
	if was == 0 {
		if err := t.store.Keep(ctx, stream(name), kept); err != nil {
			return 0, err
		}
	}
	data, err := json.Marshal(stored{strconv.FormatUint(uint64(r.Position), 10), r.Holder})
	if err != nil {
		return 0, err
	}
	at := event.Revision(was) - 1 //nolint:gosec // versions are ours, see versionOf
	receipts, err := t.store.Append(ctx, stream(name), at, []event.Raw{{
		Envelope: event.Envelope{Source: source, ID: rand.Text(), Time: t.clock().UTC()}, Name: moved, Version: 1, Data: data,
	}})
	if _, late := errors.AsType[*event.WrongRevisionError](err); late {
		return 0, cursor.ErrMoved
	}
	if err != nil {
		return 0, fmt.Errorf("cursor %q: %w", name, err)
	}
	return versionOf(receipts[0].Revision), nil
}
