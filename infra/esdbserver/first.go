package esdbserver

import "context"

// listening is a call whose client says something.
type listening[M any] interface {
	Context() context.Context
	Recv() (M, error)
}

// first waits for the first message of a call, until the stop: who has said nothing by then has
// nothing to lose, and does not hold it up.
func first[M any](s *Server, call listening[M]) (M, error) {
	type said struct {
		message M
		err     error
	}
	heard := make(chan said, 1)
	ctx, cancel := s.untilStop(call.Context())
	defer cancel()
	go func() { // it ends with the call, at the latest
		m, err := call.Recv()
		heard <- said{m, err}
	}()
	select {
	case m := <-heard:
		return m.message, m.err
	case <-ctx.Done():
		var none M
		return none, context.Cause(ctx)
	}
}
