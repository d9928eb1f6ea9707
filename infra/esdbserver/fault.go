package esdbserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"soin/domain/event"
	"soin/infra/problem"
)

// fault is an error in the protocol's terms: a status, and trailers that say which one of
// the database's exceptions it is.
type fault struct {
	code    codes.Code
	message string
	trailer metadata.MD
}

func (f *fault) Error() string { return f.message }

// Trailers that clients of the database read.
const (
	exceptionKey  = "exception"
	streamKey     = "stream-name"
	expectedKey   = "expected-version"
	actualKey     = "actual-version"
	maxAppendKey  = "maximum-append-size"
	leaderHostKey = "leader-endpoint-host"
	leaderPortKey = "leader-endpoint-port"
	requiredKey   = "required-metadata-properties"
	// problemKey holds the same as a problem of RFC 9457, in JSON: with the fields, values
	// and rules. Only clients that know Soin look for it.
	problemKey = "soin-problem-bin"
)

// errStopping ends subscriptions; clients subscribe again elsewhere or later.
var errStopping = &fault{code: codes.Unavailable, message: "the server is stopping"}

func invalid(format string, args ...any) error {
	return &fault{code: codes.InvalidArgument, message: fmt.Sprintf(format, args...)}
}

func exception(code codes.Code, name, message string, pairs ...string) *fault {
	return &fault{code, message, metadata.Pairs(append([]string{exceptionKey, name}, pairs...)...)}
}

func streamDeleted(stream string) error {
	return exception(codes.FailedPrecondition, "stream-deleted", fmt.Sprintf("stream %q is deleted", stream), streamKey, ascii(stream))
}

func wrongVersion(e *event.WrongRevisionError) error {
	return exception(codes.FailedPrecondition, "wrong-expected-version", e.Error(), streamKey, ascii(e.Stream),
		expectedKey, strconv.FormatInt(int64(e.Expected), 10), actualKey, strconv.FormatInt(int64(e.Actual), 10))
}

func appendTooLarge(most int) error {
	return exception(codes.InvalidArgument, "maximum-append-size-exceeded",
		fmt.Sprintf("the append has more than %d bytes", most), maxAppendKey, strconv.Itoa(most))
}

func propertyMissing(name string) error {
	return exception(codes.InvalidArgument, "missing-required-metadata-property",
		fmt.Sprintf("the metadata of the event lacks %q", name), requiredKey, name)
}

func notLeader(address string) error {
	host, port := endpoint(address)
	return exception(codes.NotFound, "not-leader", "another node leads: "+address,
		leaderHostKey, host, leaderPortKey, strconv.FormatUint(uint64(port), 10))
}

func notAuthenticated(message string) error {
	return exception(codes.Unauthenticated, "not-authenticated", message)
}

func accessDenied(message string) error {
	return exception(codes.PermissionDenied, "access-denied", message)
}

// ascii is a name as a header can carry it: bytes that are none are shown as '?'.
func ascii(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, name)
}

// of names the stream in an error that does not.
func of(stream string, err error) error {
	if errors.Is(err, event.ErrStreamDeleted) {
		return streamDeleted(stream)
	}
	return err
}

// faultOf says any error in the protocol's terms. The operator is told what is ours.
func (s *Server) faultOf(ctx context.Context, err error) *fault {
	if wrong, ok := errors.AsType[*event.WrongRevisionError](err); ok {
		err = wrongVersion(wrong)
	}
	var f *fault
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.DeadlineExceeded):
		return &fault{code: codes.DeadlineExceeded, message: "the deadline of the call has passed"}
	case errors.Is(err, context.Canceled):
		return &fault{code: codes.Canceled, message: "the call was cancelled"}
	case errors.Is(err, event.ErrClosed):
		return &fault{code: codes.Unavailable, message: "the event store is closed"}
	}
	if st, ok := status.FromError(err); ok {
		return &fault{code: st.Code(), message: st.Message()}
	}
	return problemFault(s.Problems.Of(ctx, err))
}

// longestTrailer bounds what a problem takes in a trailer: clients bound theirs, too.
const longestTrailer = 3 << 10

func problemFault(p problem.Problem) *fault {
	f := &fault{code: statusOf(p.Code), message: p.Detail}
	if p.ID != "" {
		f.message += " (" + p.ID + ")"
	}
	if text, err := json.Marshal(p); err == nil && len(text) <= longestTrailer {
		f.trailer = metadata.Pairs(problemKey, string(text))
	}
	if p.Code == problem.Forbidden {
		f.trailer = metadata.Join(f.trailer, metadata.Pairs(exceptionKey, "access-denied"))
	}
	return f
}

// statusOf is the table from the codes of problems to those of the protocol.
func statusOf(code problem.Code) codes.Code {
	switch code {
	case problem.Conflict:
		return codes.FailedPrecondition
	case problem.IDTaken:
		return codes.AlreadyExists
	case problem.NotFound:
		return codes.NotFound
	case problem.Forbidden:
		return codes.PermissionDenied
	case problem.Unavailable, problem.Locked:
		return codes.Unavailable
	case problem.Corrupt:
		return codes.DataLoss
	case problem.Cancelled:
		return codes.Canceled
	case problem.Internal:
		return codes.Internal
	}
	return codes.InvalidArgument
}
