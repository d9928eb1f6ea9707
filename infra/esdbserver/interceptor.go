package esdbserver

import (
	"context"
	"fmt"
	"runtime/debug"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
)

// unary and stream are where every call begins and ends: an error becomes a status with
// trailers, and a panic costs one call.

func (s *Server) unary(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	defer s.busy.work()()
	var answer any
	err := guarded(func() (err error) {
		answer, err = next(ctx, req)
		return err
	})
	return answer, s.conclude(ctx, err)
}

func (s *Server) stream(srv any, call grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	defer s.busy.work()()
	return s.conclude(call.Context(), guarded(func() error { return next(srv, call) }))
}

// panicError is a mistake of ours.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

func guarded(call func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, debug.Stack()}
		}
	}()
	return call()
}

// conclude says an error in the protocol's terms.
func (s *Server) conclude(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	f := s.faultOf(ctx, err)
	if len(f.trailer) > 0 {
		// It fails only when the call has ended already, and then nobody listens.
		_ = grpc.SetTrailer(ctx, f.trailer)
	}
	return status.Error(f.code, f.message)
}
