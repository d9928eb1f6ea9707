package esdbserver

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"soin/domain/event"
)

// Delete ends a stream until somebody appends to it again.
func (s *streamsService) Delete(ctx context.Context, req *streams.DeleteReq) (*streams.DeleteResp, error) {
	o := req.GetOptions()
	position, err := s.end(ctx, o, o.GetExpectedStreamRevision() != nil, false)
	if err != nil {
		return nil, err
	}
	return &streams.DeleteResp{PositionOption: &streams.DeleteResp_Position_{Position: &streams.DeleteResp_Position{
		CommitPosition: uint64(position), PreparePosition: uint64(position),
	}}}, nil
}

// Tombstone ends a stream for ever.
func (s *streamsService) Tombstone(ctx context.Context, req *streams.TombstoneReq) (*streams.TombstoneResp, error) {
	o := req.GetOptions()
	position, err := s.end(ctx, o, o.GetExpectedStreamRevision() != nil, true)
	if err != nil {
		return nil, err
	}
	return &streams.TombstoneResp{PositionOption: &streams.TombstoneResp_Position_{Position: &streams.TombstoneResp_Position{
		CommitPosition: uint64(position), PreparePosition: uint64(position),
	}}}, nil
}

// ending is what the requests of both have.
type ending interface {
	expectation
	GetStreamIdentifier() *shared.StreamIdentifier
}

func (s *streamsService) end(ctx context.Context, o ending, given, forever bool) (event.Position, error) {
	user, err := s.allow(ctx, toPublish)
	if err != nil {
		return 0, err
	}
	if err := s.leads(); err != nil {
		return 0, err
	}
	d := Deletion{User: user.Name, Forever: forever}
	if d.Stream, err = named(o.GetStreamIdentifier()); err != nil {
		return 0, err
	}
	if d.Expected, err = expected(o, given); err != nil {
		return 0, err
	}
	position, err := s.Writer.Delete(ctx, d)
	if err != nil {
		return 0, of(d.Stream, err)
	}
	// No event tells those who follow the stream.
	_, tail := s.shelf(d.Stream)
	tail.touch(d.Stream)
	return position, nil
}
