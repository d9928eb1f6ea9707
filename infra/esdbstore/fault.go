package esdbstore

import (
	"errors"
	"fmt"
	"io"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"soin/infra/problem"
)

// fault is what an error of the client means for what was asked.
type fault int

const (
	none     fault = iota
	refused        // for good: asking again gets the same answer
	conflict       // the stream's end is not the expected one
	missing        // there is no such stream
	deleted        // there never will be
	unclear        // may be a refusal or an accident: asked again a few times
	away           // the server cannot be reached now, or has not answered: asked again until the context ends
	lost           // like away, and the connection is of no use any more
	dead           // like lost, and the client will never answer anybody again
)

// panicError is a panic within the client: it sends on a channel that it closed.
type panicError struct{ value any }

func (e *panicError) Error() string {
	return fmt.Sprintf("the event store client panicked: %v", e.value)
}

// faultOf reads an error of the client.
func faultOf(err error) fault {
	if err == nil {
		return none
	}
	if _, ok := errors.AsType[*panicError](err); ok {
		return dead
	}
	e, ok := errors.AsType[*esdb.Error](err)
	if !ok {
		return faultOfStatus(err)
	}
	switch e.Code() {
	case esdb.ErrorCodeWrongExpectedVersion:
		return conflict
	case esdb.ErrorCodeResourceNotFound:
		return faultOfMissing(e.Err())
	case esdb.ErrorCodeStreamDeleted:
		return deleted
	case esdb.ErrorCodeConnectionClosed:
		return dead
	case esdb.ErrorUnavailable:
		return lost
	case esdb.ErrorCodeNotLeader, esdb.ErrorCodeDeadlineExceeded, esdb.ErrorAborted:
		return away
	case esdb.ErrorCodeUnknown:
		return faultOfStatus(e.Err())
	}
	return refused
}

// faultOfMissing tells a stream that is not there, which the client reports in words of its
// own, from a call that went astray: to a node that leads no more, or to no event store.
func faultOfMissing(err error) fault {
	if _, ok := status.FromError(err); ok {
		return unclear
	}
	return missing
}

// faultOfStatus reads what the client has not understood. A bare EOF is a call that the
// server ended before everything was sent: the reason came after it, and the client has
// thrown it away.
func faultOfStatus(err error) fault {
	if errors.Is(err, io.EOF) || isCut(err) {
		return unclear
	}
	switch status.Code(err) {
	case codes.Unavailable:
		return lost
	case codes.Canceled, codes.DeadlineExceeded, codes.Aborted:
		return away // somebody else's: our own context is looked at first
	case codes.FailedPrecondition:
		return conflict // as a tombstone is refused
	case codes.Unknown, codes.Internal, codes.ResourceExhausted, codes.DataLoss:
		return unclear
	}
	return refused
}

// AccessError is a cluster that does not let Soin in, or not do what Soin does. It is a
// matter for who set up Soin, not for who asks it something.
type AccessError struct{ err error }

func (e *AccessError) Error() string {
	return "the event store does not let Soin do this with this connection string: " + e.err.Error()
}

func (e *AccessError) Unwrap() error { return e.err }

// ProblemCode is what package problem calls it.
func (e *AccessError) ProblemCode() string { return string(problem.Unavailable) }

func isOfAccess(err error) bool {
	e, ok := errors.AsType[*esdb.Error](err)
	return ok && (e.Code() == esdb.ErrorCodeAccessDenied || e.Code() == esdb.ErrorCodeUnauthenticated)
}
