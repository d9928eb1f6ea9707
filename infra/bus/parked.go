package bus

import (
	"context"
	"log/slog"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
)

// Parked are facts that came early and wait for others of their subject.
type Parked interface {
	// Waits reports whether facts wait to be recorded in a stream.
	Waits(stream string) bool
	// Retry tries those of one stream again, RetryAll all of them.
	Retry(ctx context.Context, stream string) (recorded int, err error)
	RetryAll(ctx context.Context) (recorded int, err error)
}

// RetryParked tries everything that is parked once, and then what waits for a stream
// whenever a fact is recorded in it, by whatever way. It follows the log from where it
// stood before the first try, so nothing comes between; it keeps no cursor, because each
// process retries what it has parked itself. Facts that nothing waits for are passed over
// before they become messages. What is parked while its predecessor is passed over is
// judged once more by who parks it.
func RetryParked(log event.Store, parked Parked, logger *slog.Logger) (Handler, error) {
	const name = "parked-facts"
	sub, err := NewSubscriber(log, Options{
		Start: func(ctx context.Context) (event.Position, error) {
			head, err := log.Head(ctx)
			if err == nil {
				_, err = parked.RetryAll(ctx)
			}
			return head, err
		},
		Topics: map[string]Selection{name: func(r event.RawRecorded) bool { return parked.Waits(r.Stream) }},
		Log:    logger,
	})
	return Handler{
		Name: name, Topic: name, Subscriber: sub,
		Handle: func(msg *message.Message) error {
			_, err := parked.Retry(msg.Context(), msg.Metadata.Get(Stream))
			return err
		},
	}, err
}
