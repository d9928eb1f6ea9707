package esdbserver

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"

	"soin/domain/event"
)

// sender sends what one call reads. Its messages are used again for each event, since a
// message has been turned into bytes when SendMsg returns: reading a whole log leaves next to
// no work for the collector.
type sender struct {
	call    grpc.ServerStream
	store   event.Store // where links lead
	text    bool        // ids as text
	links   bool
	resp    streams.ReadResp
	content streams.ReadResp_Event
	read    streams.ReadResp_ReadEvent
	commit  streams.ReadResp_ReadEvent_CommitPosition
	none    streams.ReadResp_ReadEvent_NoPosition
	event   *record
	link    *record // nil before the first one
}

func (s *Server) sender(call grpc.ServerStream, q query) *sender {
	out := &sender{call: call, store: s.Store, text: q.text, links: q.links, event: newRecord()}
	out.none.NoPosition = &shared.Empty{}
	out.content.Event = &out.read
	out.resp.Content = &out.content
	return out
}

// send sends an event, and with it the one it links to when that was asked for.
func (s *sender) send(ctx context.Context, r *event.RawRecorded) error {
	f, err := formOf(r)
	if err != nil {
		return err
	}
	s.read.Position = &s.none
	if !inBooks(r.Stream) {
		s.commit.CommitPosition = uint64(r.Position)
		s.read.Position = &s.commit
	}
	s.read.Event, s.read.Link = s.event.fill(r, &f, s.text), nil
	if s.links && f.kind == linkType {
		if err := s.follow(ctx, r, &f); err != nil {
			return err
		}
	}
	return s.call.SendMsg(&s.resp)
}

// follow puts the event that a link leads to in the link's place. When it is gone, the link
// comes alone.
func (s *sender) follow(ctx context.Context, r *event.RawRecorded, f *form) error {
	if s.link == nil {
		s.link = newRecord()
	}
	s.read.Link, s.read.Event = s.link.fill(r, f, s.text), nil
	target, err := targetOf(ctx, s.store, f.data)
	if err != nil || target == nil {
		return err
	}
	of, err := formOf(target)
	if err != nil {
		return err
	}
	s.read.Event = s.event.fill(target, &of, s.text)
	return nil
}
