package esdbserver

import (
	"errors"
	"io"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
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
	user, err := s.allow(call.Context(), toPublish)
	if err == nil {
		err = s.leads()
	}
	if err != nil {
		hearOut(call)
		return a, err
	}
	first, err := call.Recv()
	if err != nil {
		return a, err
	}
	if a, err = appendOf(first.GetOptions()); err != nil {
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

// proposal is what an event is in both ways of appending.
type proposal interface {
	GetId() *shared.UUID
	GetMetadata() map[string]string
	GetCustomMetadata() []byte
	GetData() []byte
}

// parcel is the events of one append, within its limits.
type parcel struct {
	events     []Proposed
	size, most int // bytes
}

func (all *parcel) add(m proposal) error {
	id, err := idOf(m.GetId())
	if err != nil {
		return err
	}
	p := Proposed{
		ID: id, Type: m.GetMetadata()[typeKey], ContentType: m.GetMetadata()[contentTypeKey],
		Metadata: m.GetCustomMetadata(), Data: m.GetData(),
	}
	switch {
	case p.Type == "":
		return propertyMissing(typeKey)
	case p.ContentType == "":
		return propertyMissing(contentTypeKey)
	case len(p.Type) > maxName:
		return invalid("the type of an event has %d bytes, more than %d", len(p.Type), maxName)
	case len(p.ContentType) > maxContentType:
		return invalid("the content type of an event has %d bytes, more than %d", len(p.ContentType), maxContentType)
	case len(all.events) == maxEvents:
		return invalid("the append has more than %d events", maxEvents)
	}
	if all.size += p.size(); all.size > all.most {
		return appendTooLarge(all.most)
	}
	all.events = append(all.events, p)
	return nil
}

func acceptedAppend(w Written) *streams.AppendResp {
	success := &streams.AppendResp_Success{
		CurrentRevisionOption: &streams.AppendResp_Success_NoStream{NoStream: &shared.Empty{}},
		PositionOption:        &streams.AppendResp_Success_NoPosition{NoPosition: &shared.Empty{}},
	}
	if w.Revision >= 0 {
		success.CurrentRevisionOption = &streams.AppendResp_Success_CurrentRevision{CurrentRevision: uint64(w.Revision)}
	}
	if w.Position > 0 {
		success.PositionOption = &streams.AppendResp_Success_Position{Position: &streams.AppendResp_Position{
			CommitPosition: uint64(w.Position), PreparePosition: uint64(w.Position),
		}}
	}
	return &streams.AppendResp{Result: &streams.AppendResp_Success_{Success: success}}
}

// refusedAppend says what was expected and what is there, in the words of today and in those
// of version 20.6.
func refusedAppend(e *event.WrongRevisionError) *streams.AppendResp {
	wrong := &streams.AppendResp_WrongExpectedVersion{}
	if e.Actual >= 0 {
		wrong.CurrentRevisionOption = &streams.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: uint64(e.Actual)}
		wrong.CurrentRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_CurrentRevision_20_6_0{CurrentRevision_20_6_0: uint64(e.Actual)}
	} else {
		wrong.CurrentRevisionOption = &streams.AppendResp_WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &shared.Empty{}}
		wrong.CurrentRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_NoStream_20_6_0{NoStream_20_6_0: &shared.Empty{}}
	}
	switch e.Expected {
	case event.Any:
		wrong.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedAny{ExpectedAny: &shared.Empty{}}
		wrong.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_Any_20_6_0{Any_20_6_0: &shared.Empty{}}
	case event.StreamExists:
		wrong.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &shared.Empty{}}
		wrong.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_StreamExists_20_6_0{StreamExists_20_6_0: &shared.Empty{}}
	case event.NoStream:
		wrong.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &shared.Empty{}}
	default:
		wrong.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision{ExpectedRevision: uint64(e.Expected)}
		wrong.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision_20_6_0{ExpectedRevision_20_6_0: uint64(e.Expected)}
	}
	return &streams.AppendResp{Result: &streams.AppendResp_WrongExpectedVersion_{WrongExpectedVersion: wrong}}
}
