package esdbserver

import (
	"errors"
	"io"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/protobuf/proto"

	"soin/domain/event"
)

// Append takes the events of one append and answers when they are durable. An append that is
// too large is refused before its end.
func (s *streamsService) Append(call streams.Streams_AppendServer) error {
	a, err := s.receive(call)
	if err != nil {
		return err
	}
	written, err := s.Writer.Append(call.Context(), a)
	if wrong, ok := errors.AsType[*event.WrongRevisionError](err); ok {
		return call.SendAndClose(refusedAppend(wrong))
	}
	if err != nil {
		return of(a.Stream, err)
	}
	return call.SendAndClose(acceptedAppend(written))
}

// receive reads an append to its end.
func (s *streamsService) receive(call streams.Streams_AppendServer) (a Append, err error) {
	defer s.busy.listen()()
	user, err := s.allow(call.Context(), toPublish)
	if err == nil {
		err = s.leads()
	}
	if err != nil {
		hearOut(call)
		return a, err
	}
	begun, err := call.Recv()
	if err != nil {
		return a, err
	}
	if a, err = appendOf(begun.GetOptions()); err != nil {
		hearOut(call)
		return a, err
	}
	a.User = user.Name
	a.Events, err = proposals(call, s.MaxAppend)
	return a, err
}

// patience is how long one who is refused is listened to.
const patience = time.Second

// hearOut reads what the client of an append still has to say, within bounds, before it is
// told of a refusal. The Go client gives up at the first message that cannot be sent any
// more, and then never learns why.
func hearOut(call streams.Streams_AppendServer) {
	heard := make(chan struct{})
	go func() { // it ends with the call, at the latest
		defer close(heard)
		for size := 0; size <= defaultMaxAppend; {
			req, err := call.Recv()
			if err != nil {
				return
			}
			size += proto.Size(req)
		}
	}()
	select {
	case <-heard:
	case <-time.After(patience):
	}
}

func appendOf(o *streams.AppendReq_Options) (a Append, err error) {
	if o == nil {
		return a, invalid("an append must begin with its options")
	}
	if a.Stream, err = named(o.GetStreamIdentifier()); err != nil {
		return a, err
	}
	a.Expected, err = expected(o, o.GetExpectedStreamRevision() != nil)
	return a, err
}

// proposals reads the events of an append up to its end.
func proposals(call streams.Streams_AppendServer, most int) ([]Proposed, error) {
	all := parcel{most: most}
	for {
		req, err := call.Recv()
		if errors.Is(err, io.EOF) {
			return all.events, nil
		}
		if err != nil {
			return nil, err
		}
		m := req.GetProposedMessage()
		if m == nil {
			return nil, invalid("an append must have its options once, before the events")
		}
		if err := all.add(m); err != nil {
			return nil, err
		}
	}
}
