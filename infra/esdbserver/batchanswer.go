package esdbserver

import (
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/emptypb"

	"soin/domain/event"
)

// expectedOf reads the expected revision of an append in a batch.
func expectedOf(o *streams.BatchAppendReq_Options) (event.Revision, error) {
	switch e := o.GetExpectedStreamPosition().(type) {
	case *streams.BatchAppendReq_Options_NoStream:
		return event.NoStream, nil
	case *streams.BatchAppendReq_Options_Any:
		return event.Any, nil
	case *streams.BatchAppendReq_Options_StreamExists:
		return event.StreamExists, nil
	case *streams.BatchAppendReq_Options_StreamPosition:
		return revision(e.StreamPosition)
	}
	return 0, invalid("the expected revision must be given")
}

// answer says what became of an append, and repeats what it was.
func (b *batches) answer(done *batch, w Written, err error) *streams.BatchAppendResp {
	resp := &streams.BatchAppendResp{
		CorrelationId:    structured(done.correlation),
		StreamIdentifier: done.options.GetStreamIdentifier(),
	}
	switch e := done.options.GetExpectedStreamPosition().(type) {
	case *streams.BatchAppendReq_Options_NoStream:
		resp.ExpectedStreamPosition = &streams.BatchAppendResp_NoStream{NoStream: e.NoStream}
	case *streams.BatchAppendReq_Options_Any:
		resp.ExpectedStreamPosition = &streams.BatchAppendResp_Any{Any: e.Any}
	case *streams.BatchAppendReq_Options_StreamExists:
		resp.ExpectedStreamPosition = &streams.BatchAppendResp_StreamExists{StreamExists: e.StreamExists}
	case *streams.BatchAppendReq_Options_StreamPosition:
		resp.ExpectedStreamPosition = &streams.BatchAppendResp_StreamPosition{StreamPosition: e.StreamPosition}
	}
	if err != nil {
		resp.Result = &streams.BatchAppendResp_Error{Error: b.statusOf(done, err)}
		return resp
	}
	success := &streams.BatchAppendResp_Success{
		CurrentRevisionOption: &streams.BatchAppendResp_Success_NoStream{NoStream: &emptypb.Empty{}},
		PositionOption:        &streams.BatchAppendResp_Success_NoPosition{NoPosition: &emptypb.Empty{}},
	}
	if w.Revision >= 0 {
		success.CurrentRevisionOption = &streams.BatchAppendResp_Success_CurrentRevision{CurrentRevision: uint64(w.Revision)}
	}
	if w.Position > 0 {
		success.PositionOption = &streams.BatchAppendResp_Success_Position{Position: &shared.AllStreamPosition{
			CommitPosition: uint64(w.Position), PreparePosition: uint64(w.Position),
		}}
	}
	resp.Result = &streams.BatchAppendResp_Success_{Success: success}
	return resp
}

// statusOf is an error in the words of batch appends, which have details instead of trailers.
// Clients tell errors apart by the details alone, and of most kinds show no message: all but
// BadRequest lose the reason. So whatever the protocol has no kind of its own for is one, what
// the Door refuses above all; the code says what it is.
func (b *batches) statusOf(done *batch, err error) *status.Status {
	if wrong, ok := errors.AsType[*event.WrongRevisionError](err); ok {
		return detailed(code.Code_ALREADY_EXISTS, wrong.Error(), wrongVersionDetails(wrong))
	}
	f := b.faultOf(b.call.Context(), err)
	switch name := exceptionOf(err); {
	case name == "stream-deleted":
		return detailed(code.Code_NOT_FOUND, f.message, &shared.StreamDeleted{StreamIdentifier: done.options.GetStreamIdentifier()})
	case name == "access-denied":
		return detailed(code.Code_PERMISSION_DENIED, f.message, &shared.AccessDenied{})
	case name == "maximum-append-size-exceeded":
		return detailed(code.Code_INVALID_ARGUMENT, f.message, &shared.MaximumAppendSizeExceeded{MaxAppendSize: uint32(b.MaxAppend)})
	case f.code == codes.DeadlineExceeded:
		return detailed(code.Code_DEADLINE_EXCEEDED, f.message, &shared.Timeout{})
	}
	return detailed(code.Code(f.code), f.message, &shared.BadRequest{Message: f.message})
}

// exceptionOf names the exception of the database that an error is, if it is one by itself.
func exceptionOf(err error) string {
	if f, ok := errors.AsType[*fault](err); ok {
		if names := f.trailer.Get(exceptionKey); len(names) > 0 {
			return names[0]
		}
	}
	return ""
}

func detailed(c code.Code, message string, details proto.Message) *status.Status {
	s := &status.Status{Code: int32(c), Message: message}
	if packed, err := anypb.New(details); err == nil {
		s.Details = []*anypb.Any{packed}
	}
	return s
}

func wrongVersionDetails(e *event.WrongRevisionError) *shared.WrongExpectedVersion {
	d := &shared.WrongExpectedVersion{}
	if e.Actual >= 0 {
		d.CurrentStreamRevisionOption = &shared.WrongExpectedVersion_CurrentStreamRevision{CurrentStreamRevision: uint64(e.Actual)}
	} else {
		d.CurrentStreamRevisionOption = &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &emptypb.Empty{}}
	}
	switch e.Expected {
	case event.Any:
		d.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedAny{ExpectedAny: &emptypb.Empty{}}
	case event.StreamExists:
		d.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &emptypb.Empty{}}
	case event.NoStream:
		d.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &emptypb.Empty{}}
	default:
		d.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedStreamPosition{ExpectedStreamPosition: uint64(e.Expected)}
	}
	return d
}
