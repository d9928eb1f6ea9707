package broker

import (
	"errors"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/infra/bus"
)

// forward publishes facts to a target.
func forward(t Target, tech Technology, pub message.Publisher) message.NoPublishHandlerFunc {
	return func(msg *message.Message) error {
		err := pub.Publish(tech.Route(t, msg), msg.CopyWithContext())
		switch {
		case err == nil:
			return nil
		case errors.Is(err, ErrRefused):
			return bus.Never(err)
		default:
			return bus.Later(err)
		}
	}
}
