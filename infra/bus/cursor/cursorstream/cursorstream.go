// Package cursorstream keeps cursors in an [event.Store], for processes of a cluster: a
// [cursor.Table]. Each cursor is a stream, its last event is the record, and a change is an
// append at the revision that was read, so that of two processes one is refused.
//
// The store must be one of its own, or its events would be taken for facts. Streams do not
// grow without bound: a store that can forget the events before the last few ([Keeper]) is
// told to; on any other one a stream of 1,000 events is replaced by a new one and deleted.
// A name that was deleted is never used again, so each stream bears a generation.
package cursorstream

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"soin/domain/event"
	"soin/infra/bus/cursor"
)

// Keeper is a store that can forget.
type Keeper interface {
	// Keep lets a stream hold its last events only, so many of them.
	Keep(ctx context.Context, stream string, events int) error
}

const (
	kept    = 10    // events of a stream, where the store can forget
	longest = 1_000 // events of a stream, where it cannot
	source  = "urn:soin:cursors"
	moved   = "cursor.moved"
)

// Table is made by [New] and safe for concurrent use.
type Table struct {
	store event.Store
	clock func() time.Time

	mu    sync.Mutex
	spots map[string]spot // where each cursor's record was met last
}

// spot is a place where a record stands: in a stream of a generation, at a revision.
type spot struct {
	generation int
	revision   event.Revision
}

var _ cursor.Table = (*Table)(nil)

// New keeps cursors in a store, which stays the caller's to close.
func New(store event.Store, clock func() time.Time) *Table {
	return &Table{store: store, clock: clock, spots: map[string]spot{}}
}

// stored is the form of a record.
type stored struct {
	Position string `json:"position"` // a 64-bit number as text: JSON readers round beyond 53 bits
	Holder   string `json:"holder,omitempty"`
}

func stream(name string, generation int) string {
	return event.StreamName("cursor", name+"."+strconv.Itoa(generation))
}

// revisionBits of a version tell the revision, the others the generation: room for 2^40
// changes of a stream, and for 2^24 generations of 1,000.
const revisionBits = 40

func (s spot) version() cursor.Version {
	return cursor.Version(s.generation)<<revisionBits | cursor.Version(s.revision+1) //nolint:gosec // neither is negative
}

func spotOf(v cursor.Version) spot {
	return spot{int(v >> revisionBits), event.Revision(v&(1<<revisionBits-1)) - 1}
}

// Load gives the record that stands last.
func (t *Table) Load(ctx context.Context, name string) (cursor.Record, cursor.Version, error) {
	t.mu.Lock()
	at := t.spots[name]
	t.mu.Unlock()
	r, at, err := t.find(ctx, name, at)
	if err != nil || at.revision < 0 {
		return cursor.Record{}, 0, err
	}
	t.remember(name, at)
	return r, at.version(), nil
}

func (t *Table) remember(name string, at spot) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.spots[name] = at
}

// read gives the last record of a stream, and the revision -1 where there is none.
func (t *Table) read(ctx context.Context, name string, from spot) (r cursor.Record, at spot, err error) {
	at = spot{from.generation, -1}
	for e, err := range t.store.Stream(ctx, stream(name, from.generation), max(0, from.revision)) {
		if err != nil {
			return r, at, err
		}
		var s stored
		if err := json.Unmarshal(e.Data, &s); err != nil {
			return r, at, &event.CorruptError{Place: e.Place, Err: err}
		}
		position, err := strconv.ParseUint(s.Position, 10, 64)
		if err != nil {
			return r, at, &event.CorruptError{Place: e.Place, Err: err}
		}
		r, at.revision = cursor.Record{Position: event.Position(position), Holder: s.Holder}, e.Revision
	}
	return r, at, nil
}

// Swap appends a record at the revision of the version.
func (t *Table) Swap(ctx context.Context, name string, was cursor.Version, r cursor.Record) (cursor.Version, error) {
	at := spotOf(was)
	keeper, forgets := t.store.(Keeper)
	if !forgets && at.revision+1 >= longest {
		return t.replace(ctx, name, at, r)
	}
	if forgets && at.revision < 0 {
		if err := keeper.Keep(ctx, stream(name, at.generation), kept); err != nil {
			return 0, err
		}
	}
	return t.append(ctx, name, at, r)
}

func (t *Table) append(ctx context.Context, name string, at spot, r cursor.Record) (cursor.Version, error) {
	data, err := json.Marshal(stored{strconv.FormatUint(uint64(r.Position), 10), r.Holder})
	if err != nil {
		return 0, err
	}
	receipts, err := t.store.Append(ctx, stream(name, at.generation), at.revision, []event.Raw{{
		Envelope: event.Envelope{Source: source, ID: rand.Text(), Time: t.clock().UTC()}, Name: moved, Version: 1, Data: data,
	}})
	if _, late := errors.AsType[*event.WrongRevisionError](err); late || errors.Is(err, event.ErrStreamDeleted) {
		return 0, cursor.ErrMoved
	}
	if err != nil {
		return 0, fmt.Errorf("cursor %q: %w", name, err)
	}
	at.revision = receipts[0].Revision
	t.remember(name, at)
	return at.version(), nil
}
