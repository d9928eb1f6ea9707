package problem

import (
	"context"
	"errors"
	"log/slog"

	"soin/domain/event"
	"soin/domain/rule"
)

// Reporter turns errors into problems for clients, and tells the operator what clients
// must not see. It is safe for concurrent use.
type Reporter struct {
	Log   *slog.Logger
	NewID func() string // a fresh id at each call
}

// Of is [Of], with an entry in the log for what is our own fault, under the problem's id.
// An interruption is nobody's fault and leaves no entry.
func (r Reporter) Of(ctx context.Context, err error) Problem {
	p := Of(err)
	if !p.Code.Ours() || p.Code == Cancelled {
		return p
	}
	p.ID = r.NewID()
	level := slog.LevelError
	if p.Code == Unavailable {
		level = slog.LevelWarn
	}
	attrs := append([]slog.Attr{slog.String("id", p.ID), slog.String("code", string(p.Code))}, describe(err)...)
	r.Log.LogAttrs(ctx, level, "a request failed", attrs...)
	return p
}

// describe keeps pieces of payloads out of the log: of an event that cannot be read
// back it names the place, and it never repeats refused values.
func describe(err error) []slog.Attr {
	var corrupt *event.CorruptError
	switch {
	case errors.As(err, &corrupt):
		return []slog.Attr{
			slog.Uint64("position", uint64(corrupt.Place.Position)),
			slog.String("stream", corrupt.Place.Stream),
			slog.Int64("revision", int64(corrupt.Place.Revision)),
		}
	case is[*event.MalformedError](err), is[rule.Broken](err), is[*rule.Violation](err):
		return []slog.Attr{slog.String("error", "a value was refused")}
	}
	return []slog.Attr{slog.String("error", err.Error())}
}
