package esdbserver

import (
	"context"
	"strings"
	"sync"

	"soin/domain/event"
)

// Streams that the server keeps in its books, and serves like any other.
const (
	metadataPrefix   = "$$" // and the stream whose metadata it holds
	usersStream      = "$users"
	persistentPrefix = "$persistentsubscription-"
)

// inBooks reports whether a stream is one of the server's own.
func inBooks(stream string) bool {
	return stream == usersStream || strings.HasPrefix(stream, metadataPrefix) || strings.HasPrefix(stream, persistentPrefix)
}

// books are what the server remembers by itself. Metadata that was read is kept in memory
// for as long as nothing at all is written.
type books struct {
	event.Store

	mu    sync.Mutex
	at    event.Position
	known map[string]retention
}

// maxKnown bounds the streams whose metadata is kept in memory.
const maxKnown = 10_000

func newBooks(store event.Store) *books { return &books{Store: store, known: map[string]retention{}} }

// retention is what the metadata of a stream say about what of it is still shown.
func (b *books) retention(ctx context.Context, stream string) (retention, error) {
	head, err := b.Head(ctx)
	if err != nil || head == 0 {
		return retention{}, err
	}
	if r, ok := b.remembered(head, stream); ok {
		return r, nil
	}
	last, _, err := b.metadata(ctx, stream)
	if err != nil {
		return retention{}, err
	}
	r := last.retention()
	b.remember(head, stream, r)
	return r, nil
}

func (b *books) remembered(head event.Position, stream string) (retention, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.at != head {
		clear(b.known)
		b.at = head
	}
	r, ok := b.known[stream]
	return r, ok
}

// remember keeps what was read after head was the last position, unless that has changed.
func (b *books) remember(head event.Position, stream string, r retention) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.at != head {
		return
	}
	if len(b.known) >= maxKnown {
		clear(b.known)
	}
	b.known[stream] = r
}

// metadata is the last one of a stream, and its revision.
func (b *books) metadata(ctx context.Context, stream string) (last streamMetadata, at event.Revision, err error) {
	data, note, at, err := b.lastMetadata(ctx, stream)
	if err != nil || at < 0 {
		return last, at, err
	}
	last, err = parseMetadata(data)
	last.deletedBefore = deletedBefore(note)
	return last, at, err
}

// lastMetadata is the same as it is stored.
func (b *books) lastMetadata(ctx context.Context, stream string) (data, note []byte, at event.Revision, err error) {
	name := metadataPrefix + stream
	at, err = endOf(ctx, b.Store, name)
	if err != nil || at < 0 {
		return nil, nil, at, err
	}
	for r, err := range b.Stream(ctx, name, at) {
		if err != nil {
			return nil, nil, at, err
		}
		f, err := formOf(&r)
		if err != nil {
			return nil, nil, at, err
		}
		data, note, at = f.data, f.metadata, r.Revision
	}
	return data, note, at, nil
}
