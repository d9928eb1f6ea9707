package bus

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
)

// recoverer makes an error of a panic. The stack goes to the log; what was panicked with
// may be a piece of a payload, so its type alone is told, unless it is the runtime's.
func recoverer(log *slog.Logger) message.HandlerMiddleware {
	return func(h message.HandlerFunc) message.HandlerFunc {
		safe := middleware.Recoverer(h)
		return func(msg *message.Message) ([]*message.Message, error) {
			out, err := safe(msg)
			var p middleware.RecoveredPanicError
			if !errors.As(err, &p) {
				return out, err
			}
			kind := fmt.Sprintf("%T", p.V)
			if r, ok := p.V.(runtime.Error); ok {
				kind = r.Error()
			}
			log.ErrorContext(msg.Context(), "a handler of the bus panicked",
				"handler", message.HandlerNameFromCtx(msg.Context()), "panic", kind, "stack", p.Stacktrace)
			return nil, &PanicError{kind}
		}
	}
}
