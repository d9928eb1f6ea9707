package esdbstore

import (
	"context"
	"errors"

	"soin/domain/event"
)

// lifetime is how long a cluster, or a store on it, is open.
type lifetime struct {
	// within gives a context that ends with the one given, and with [event.ErrClosed] as
	// its cause when the lifetime ends. The function lets go of it.
	within func(context.Context) (context.Context, context.CancelFunc)
	// part is a lifetime that ends with this one at the latest.
	part func() lifetime
	end  func()
	over <-chan struct{}
}

func newLifetime(parent context.Context) lifetime {
	whole, end := context.WithCancelCause(parent)
	return lifetime{
		within: func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(ctx)
			if whole.Err() != nil {
				cancel(event.ErrClosed)
				return ctx, func() {}
			}
			stop := context.AfterFunc(whole, func() { cancel(event.ErrClosed) })
			return ctx, func() { stop(); cancel(nil) }
		},
		part: func() lifetime { return newLifetime(whole) },
		end:  func() { end(event.ErrClosed) },
		over: whole.Done(),
	}
}

// ended is why nothing more can be asked, or nil.
func ended(ctx context.Context) error {
	switch {
	case ctx.Err() == nil:
		return nil
	case errors.Is(context.Cause(ctx), event.ErrClosed):
		return event.ErrClosed
	}
	return ctx.Err()
}

// unansweredError is a context that ended while a server did not answer.
type unansweredError struct {
	ended, last error
}

func unanswered(ended, last error) error {
	var told *unansweredError
	switch {
	case errors.As(last, &told):
		return told
	case ended == event.ErrClosed, errors.Is(last, ended): //nolint:errorlint // as ended gives it
		return ended
	}
	return &unansweredError{ended, last}
}

func (e *unansweredError) Error() string {
	if errors.Is(e.ended, context.DeadlineExceeded) {
		return "the event store has not answered in time: " + e.last.Error()
	}
	return e.ended.Error() + "; the event store has not answered: " + e.last.Error()
}

// Unwrap is the context's error alone: why the last attempt failed is for people.
func (e *unansweredError) Unwrap() error { return e.ended }
