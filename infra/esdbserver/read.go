package esdbserver

import (
	"context"
	"iter"
	"math"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"soin/domain/event"
)

// streamsService is the service that reads and writes streams.
type streamsService struct {
	streams.UnimplementedStreamsServer
	*Server
}

// Read answers reads and subscriptions.
func (s *streamsService) Read(req *streams.ReadReq, call streams.Streams_ReadServer) error {
	// Who calls comes first: it takes work to understand what is asked, filters above all.
	user, err := s.allow(call.Context(), toRead)
	if err != nil {
		return err
	}
	q, err := queryOf(req.GetOptions())
	if err == nil && q.stream == usersStream {
		err = user.may(toAdminister)
	}
	if err != nil {
		return err
	}
	if q.follow {
		return s.subscribe(call, q)
	}
	if q.stream == "" {
		return s.readAll(call, q)
	}
	return s.readStream(call, q)
}

func (s *streamsService) readAll(call streams.Streams_ReadServer, q query) error {
	events, err := s.all(call.Context(), q)
	if err != nil {
		return err
	}
	return s.sendAll(call, q, events)
}

// all is the log in the order that was asked for. Forwards, a position is where the first
// event may stand; backwards, it is where the last one stands before.
func (s *Server) all(ctx context.Context, q query) (iter.Seq2[event.RawRecorded, error], error) {
	switch {
	case !q.backwards && q.from.end, q.backwards && q.from.start:
		return none, nil
	case !q.backwards:
		return s.Store.All(ctx, before(q.from.position)), nil
	case !q.from.end:
		return allBackwards(ctx, s.Store, q.from.position), nil
	}
	head, err := s.Store.Head(ctx)
	return allBackwards(ctx, s.Store, head+1), err
}

// before is after which position a reader begins that wants what stands at p, too.
func before(p event.Position) event.Position { return max(p, 1) - 1 }

func none(func(event.RawRecorded, error) bool) {}

func (s *streamsService) readStream(call streams.Streams_ReadServer, q query) error {
	ctx := call.Context()
	v, err := s.view(ctx, q.stream, time.Now())
	if err != nil {
		return err
	}
	if v.missing() {
		return call.Send(&streams.ReadResp{Content: &streams.ReadResp_StreamNotFound_{
			StreamNotFound: &streams.ReadResp_StreamNotFound{
				StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(q.stream)},
			},
		}})
	}
	events := v.forwards(ctx, q.from.revision)
	switch {
	case q.backwards && q.from.end:
		events = v.backwards(ctx, math.MaxInt64)
	case q.backwards:
		events = v.backwards(ctx, q.from.revision)
	case q.from.end:
		events = none
	}
	return s.sendAll(call, q, events)
}

// sendAll sends as many events as were asked for.
func (s *streamsService) sendAll(call streams.Streams_ReadServer, q query, events iter.Seq2[event.RawRecorded, error]) error {
	if q.count == 0 {
		return nil
	}
	out := s.sender(call, q)
	for r, err := range events {
		if err != nil {
			return err
		}
		if !q.filter.passes(&r) {
			continue
		}
		if err := out.send(call.Context(), &r); err != nil {
			return err
		}
		if q.count--; q.count == 0 {
			return nil
		}
	}
	return nil
}
