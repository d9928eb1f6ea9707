package esdbserver

import (
	"context"
	"encoding/binary"
	"math"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"

	"soin/domain/event"
)

// Keys of what the database says of an event beside its data.
const (
	typeKey        = "type"
	contentTypeKey = "content-type"
	createdKey     = "created"
)

// noPosition is what events have that stand in no log a client reads.
const noPosition = math.MaxUint64

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

// record is a recorded event on the wire, to be filled again and again.
type record struct {
	wire   streams.ReadResp_ReadEvent_RecordedEvent
	id     shared.UUID
	number shared.UUID_Structured_
	text   shared.UUID_String_
}

func newRecord() *record {
	r := &record{}
	r.wire.Id = &r.id
	r.wire.StreamIdentifier = &shared.StreamIdentifier{}
	r.wire.Metadata = make(map[string]string, 3)
	r.number.Structured = &shared.UUID_Structured{}
	return r
}

func (r *record) fill(e *event.RawRecorded, f *form, text bool) *streams.ReadResp_ReadEvent_RecordedEvent {
	r.setID(f.id, text)
	w := &r.wire
	w.StreamIdentifier.StreamName = append(w.StreamIdentifier.StreamName[:0], e.Stream...)
	w.StreamRevision = uint64(e.Revision)
	w.CommitPosition = positionOf(e)
	w.PreparePosition = w.CommitPosition
	w.Metadata[typeKey] = f.kind
	w.Metadata[contentTypeKey] = f.contentType
	w.Metadata[createdKey] = strconv.FormatInt(ticks(e.RecordedAt), 10)
	w.CustomMetadata, w.Data = f.metadata, f.data
	return w
}

// positionOf is where an event stands in the log that clients read.
func positionOf(e *event.RawRecorded) uint64 {
	if inBooks(e.Stream) {
		return noPosition
	}
	return uint64(e.Position)
}

func (r *record) setID(id uuid.UUID, text bool) {
	if text {
		r.text.String_ = id.String()
		r.id.Value = &r.text
		return
	}
	r.number.Structured.MostSignificantBits = int64(binary.BigEndian.Uint64(id[:8]))
	r.number.Structured.LeastSignificantBits = int64(binary.BigEndian.Uint64(id[8:]))
	r.id.Value = &r.number
}
