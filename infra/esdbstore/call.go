package esdbstore

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/metadata"
)

// ask makes one request on the current client and gives its answer, or the context's
// error if that comes first: the client may wait for ever. A request that was given up is
// cancelled, keeps its slot until it ends, and is told to nobody.
func ask[T any](ctx context.Context, s *supervisor, do func(context.Context, *esdb.Client) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none answer
	answers := make(chan answer, 1)
	err := s.use(ctx, func(ctx context.Context, client *esdb.Client) error {
		value, err := do(ctx, client)
		answers <- answer{value, err}
		return err
	}, func(err error) { answers <- answer{err: err} })
	if err != nil {
		return none.value, err
	}
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
	}
	select {
	case a := <-answers: // it came first after all
		return a.value, a.err
	default:
		return none.value, ended(ctx)
	}
}

// use runs do on the current client, in a goroutine of its own. A panic of the client is
// an error that is given to failed.
func (s *supervisor) use(
	ctx context.Context, do func(context.Context, *esdb.Client) error, failed func(error),
) error {
	if err := ended(ctx); err != nil {
		return err
	}
	select {
	case s.slots <- struct{}{}:
	case <-ctx.Done():
		return ended(ctx)
	}
	used, err := s.session(ctx)
	if err != nil {
		<-s.slots
		return err
	}
	go func() {
		defer func() { <-s.slots }()
		defer s.leave(used)
		_, err := guarded(func() (struct{}, error) { return struct{}{}, do(s.asked(ctx), used.client) })
		s.judge(used, err)
		if _, ok := err.(*panicError); ok { //nolint:errorlint // as guarded returns it
			failed(err)
		}
	}()
	return nil
}

// asked puts into a request what the client means to put there: it asks for the leader
// when it prefers the leader, so that a node that is none says who is.
func (s *supervisor) asked(ctx context.Context) context.Context {
	if s.config.NodePreference == esdb.NodePreferenceLeader {
		return metadata.AppendToOutgoingContext(ctx, "requires-leader", "true")
	}
	return ctx
}

// guarded turns a panic into an error. The client panics when it is closed while somebody
// waits in it.
func guarded[T any](do func() (T, error)) (value T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &panicError{r}
		}
	}()
	return do()
}
