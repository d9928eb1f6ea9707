package esdbserver

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"soin/domain/event"
	"soin/infra/esdbserver/persistent"
)

// groupSource is where persistent subscriptions read: the same as catch-up subscriptions do.
type groupSource struct{ *Server }

// Follow reads what comes after a mark, and goes on.
func (s *groupSource) Follow(ctx context.Context, q persistent.Query, after persistent.Mark) iter.Seq2[persistent.Step, error] {
	return func(yield func(persistent.Step, error) bool) {
		f, steps, err := s.steps(ctx, q, after)
		if err != nil {
			yield(persistent.Step{}, err)
			return
		}
		for st, err := range steps {
			if err != nil {
				yield(persistent.Step{}, err)
				return
			}
			step := persistent.Step{At: markOf(q, &st.RawRecorded), CaughtUp: st.caughtUp}
			if !st.caughtUp && f.passes(&st.RawRecorded) {
				step.Event, err = s.event(ctx, q, &st.RawRecorded)
			}
			if !yield(step, err) || err != nil {
				return
			}
		}
	}
}

func (s *groupSource) steps(ctx context.Context, q persistent.Query, after persistent.Mark) (*filter, iter.Seq2[step, error], error) {
	if q.Stream == persistent.All {
		f, err := compiled(q.Filter)
		return f, followAll(ctx, s.Store, event.Position(after)), err
	}
	v, err := s.view(ctx, q.Stream, time.Now())
	if err != nil {
		return nil, nil, err
	}
	return nil, s.followStream(ctx, v, event.Revision(after)+1), nil
}

func markOf(q persistent.Query, r *event.RawRecorded) persistent.Mark {
	if q.Stream == persistent.All {
		return persistent.Mark(r.Position)
	}
	return persistent.Mark(r.Revision)
}

// event is what consumers of a group are sent for an event of its source.
func (s *groupSource) event(ctx context.Context, q persistent.Query, r *event.RawRecorded) (*persistent.Event, error) {
	f, err := formOf(r)
	if err != nil {
		return nil, err
	}
	e := &persistent.Event{RawRecorded: *r, ID: f.id, Links: q.Links}
	if q.Links && f.kind == linkType {
		if e.Target, err = targetOf(ctx, s.Store, f.data); err != nil {
			return nil, err
		}
	}
	if !q.Correlation {
		return e, nil
	}
	if e.Target != nil {
		if f, err = formOf(e.Target); err != nil {
			return nil, err
		}
	}
	e.Correlation = correlationOf(f.metadata)
	return e, nil
}

// correlationOf is the correlation id that an event's metadata name, empty for none.
func correlationOf(metadata []byte) string {
	var m struct {
		ID string `json:"$correlationId"`
	}
	if json.Unmarshal(metadata, &m) != nil {
		return ""
	}
	return m.ID
}

// Find reads one event again.
func (s *groupSource) Find(ctx context.Context, q persistent.Query, stream string, at event.Revision) (*persistent.Event, error) {
	store, _ := s.shelf(stream)
	for r, err := range store.Stream(ctx, stream, at) {
		switch {
		case errors.Is(err, event.ErrStreamDeleted):
			return nil, nil
		case err != nil:
			return nil, err
		}
		return s.event(ctx, q, &r)
	}
	return nil, nil
}

// End is the mark of the last event there is. A stream that was deleted has none.
func (s *groupSource) End(ctx context.Context, stream string) (persistent.Mark, error) {
	if stream == persistent.All {
		head, err := s.Store.Head(ctx)
		return persistent.Mark(head), err
	}
	store, _ := s.shelf(stream)
	end, err := endOf(ctx, store, stream)
	if errors.Is(err, event.ErrStreamDeleted) {
		return -1, nil
	}
	return persistent.Mark(end), err
}

// linkForm is how the links to parked events are stored: like those of clients.
func linkForm() persistent.LinkForm {
	return persistent.LinkForm{
		Store: func(l persistent.Link) (event.Raw, error) {
			p := &Proposed{ID: l.ID, Type: linkType, ContentType: "application/octet-stream", Metadata: l.Metadata, Data: l.Data}
			return stored("", p)
		},
		Data: func(r *event.RawRecorded) ([]byte, error) {
			f, err := formOf(r)
			return f.data, err
		},
	}
}
