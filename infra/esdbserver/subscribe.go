package esdbserver

import (
	"context"
	"errors"
	"iter"
	"math"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"

	"soin/domain/event"
)

// subscription is one that is under way.
type subscription struct {
	query
	call   streams.Streams_ReadServer
	out    *sender
	looked int // events since the last word about the position
}

// subscribe confirms a subscription and sends events until its client, the server or the
// stream ends.
func (s *streamsService) subscribe(call streams.Streams_ReadServer, q query) error {
	ctx, cancel := s.untilStop(call.Context())
	defer cancel()
	steps, err := s.steps(ctx, q)
	if err != nil {
		return err
	}
	err = call.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{
		Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: uuid.NewString()},
	}})
	if err != nil {
		return err
	}
	err = (&subscription{query: q, call: call, out: s.sender(call, q)}).run(ctx, steps)
	if cause := context.Cause(ctx); errors.Is(cause, errStopping) {
		return cause
	}
	return err
}

// steps is what a subscription follows. A position or revision it gives is the last one its
// client has seen.
func (s *Server) steps(ctx context.Context, q query) (iter.Seq2[step, error], error) {
	if q.stream == "" {
		after := q.from.position
		if q.from.end {
			var err error
			if after, err = s.Store.Head(ctx); err != nil {
				return nil, err
			}
		}
		return followAll(ctx, s.Store, after), nil
	}
	v, err := s.view(ctx, q.stream, time.Now())
	if err != nil {
		return nil, err
	}
	next := min(q.from.revision, math.MaxInt64-1) + 1
	switch {
	case q.from.start:
		next = 0
	case q.from.end:
		next = v.end + 1
	}
	return s.followStream(ctx, v, next), nil
}

func (s *subscription) run(ctx context.Context, steps iter.Seq2[step, error]) error {
	for st, err := range steps {
		if err != nil {
			return err
		}
		if st.caughtUp {
			err = s.caughtUp(st.Position)
		} else {
			err = s.event(ctx, &st.RawRecorded)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// event sends an event that passes, and now and then how far a filter has come.
func (s *subscription) event(ctx context.Context, r *event.RawRecorded) error {
	if s.filter.passes(r) {
		if err := s.out.send(ctx, r); err != nil {
			return err
		}
	}
	if s.filter == nil {
		return nil
	}
	if s.looked++; s.looked < s.filter.window {
		return nil
	}
	return s.checkpoint(r.Position)
}

func (s *subscription) checkpoint(p event.Position) error {
	s.looked = 0
	return s.call.Send(&streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{
		Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: uint64(p), PreparePosition: uint64(p)},
	}})
}

func (s *subscription) caughtUp(p event.Position) error {
	if s.filter != nil && s.looked > 0 {
		if err := s.checkpoint(p); err != nil {
			return err
		}
	}
	return s.call.Send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}})
}
