package esdbserver

import (
	"context"
	"strings"
	"time"

	"soin/domain/event"
)

// view is what of a stream is shown, by its metadata, at one moment.
type view struct {
	store event.Store
	name  string
	first event.Revision            // nothing before it
	end   event.Revision            // of the last event, NoStream when there is none
	since time.Time                 // nothing recorded before it
	gone  bool                      // deleted, and not written to since
	holds func(event.Revision) bool // of parked events, which still are; nil elsewhere
}

// shelf is where a stream is kept, and what tells that it has grown.
func (s *Server) shelf(stream string) (event.Store, *tail) {
	if inBooks(stream) {
		return s.Books, s.notes
	}
	return s.Store, s.events
}

// view looks at a stream. One that was deleted for ever is an error.
func (s *Server) view(ctx context.Context, stream string, now time.Time) (view, error) {
	store, _ := s.shelf(stream)
	v := view{store: store, name: stream}
	var err error
	if v.end, err = endOf(ctx, store, stream); err != nil {
		return v, of(stream, err)
	}
	if inBooks(stream) {
		if strings.HasPrefix(stream, metadataPrefix) {
			v.first = v.end // of metadata, the last count, and clients read the first they see
		}
		if strings.HasPrefix(stream, persistentPrefix) {
			v.first, v.holds, err = s.parked(ctx, stream)
			v.gone = v.holds == nil || v.end < v.first
		}
		return v, err
	}
	keep, err := s.books.retention(ctx, stream)
	if err != nil {
		return v, err
	}
	v.first = keep.before
	if keep.count > 0 {
		v.first = max(v.first, v.end+1-event.Revision(min(keep.count, int64(v.end)+1)))
	}
	if keep.age > 0 {
		v.since = now.Add(-keep.age)
	}
	v.gone = keep.deleted && v.end < keep.before
	return v, nil
}

// missing reports whether a reader is told that there is no such stream.
func (v view) missing() bool { return v.end < 0 || v.gone }

// shows reports whether an event of the stream is young enough, and still parked.
func (v view) shows(r *event.RawRecorded) bool {
	return (v.since.IsZero() || !r.RecordedAt.Before(v.since)) && (v.holds == nil || v.holds(r.Revision))
}
