package esdbserver

import (
	"context"
	"errors"
	"io"

	wire "github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"soin/infra/esdbserver/persistent"
)

// Read lets a client consume a group: it is sent events, and answers them.
func (p *persistentService) Read(call wire.PersistentSubscriptions_ReadServer) error {
	user, err := p.begin(call.Context(), toRead)
	if err != nil {
		return err
	}
	heard := p.busy.listen()
	req, err := call.Recv()
	heard()
	if err != nil {
		return err
	}
	o := req.GetOptions()
	if o == nil {
		return invalid("the first message must say which group to consume")
	}
	name, err := groupOf(o)
	if err != nil {
		return err
	}
	if n := o.GetBufferSize(); n < 1 || n > persistent.MaxBuffer {
		return invalid("the buffer size must be from 1 to %d, and not %d", persistent.MaxBuffer, n)
	}
	consumer, err := p.groups.Join(call.Context(), name, peerOf(call.Context(), user, o))
	if err != nil {
		return groupFault(name, err)
	}
	defer consumer.Leave()
	return p.consume(call, name, consumer, o.GetUuidOption().GetString_() != nil)
}

func peerOf(ctx context.Context, user User, o *wire.ReadReq_Options) persistent.Peer {
	p := persistent.Peer{User: user.Name, Buffer: int(o.GetBufferSize())}
	if from, ok := peer.FromContext(ctx); ok {
		p.From = from.Addr.String()
	}
	if md, ok := metadata.FromIncomingContext(ctx); ok {
		if names := md.Get("connection-name"); len(names) == 1 {
			p.Connection = names[0]
		}
	}
	return p
}

// consume sends events while it takes in answers, until the client, the server or the group
// ends it.
func (p *persistentService) consume(call wire.PersistentSubscriptions_ReadServer, name persistent.Name, c *persistent.Consumer, text bool) error {
	ctx, cancel := p.untilStop(call.Context())
	defer cancel()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	err := call.Send(&wire.ReadResp{Content: &wire.ReadResp_SubscriptionConfirmation_{
		SubscriptionConfirmation: &wire.ReadResp_SubscriptionConfirmation{SubscriptionId: name.String()},
	}})
	if err != nil {
		return err
	}
	go func() { end(answers(call, c)) }()
	for {
		d, err := c.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return groupFault(name, err)
		}
		resp, err := delivery(d, text)
		if err != nil {
			return err
		}
		if err := call.Send(resp); err != nil {
			return err
		}
	}
}

// answers takes in what a client says of the events it was sent, until it has nothing more to
// say, or says what it may not.
func answers(call wire.PersistentSubscriptions_ReadServer, c *persistent.Consumer) error {
	for {
		req, err := call.Recv()
		if err != nil {
			return err
		}
		switch of := req.GetContent().(type) {
		case *wire.ReadReq_Ack_:
			ids, err := idsOf(of.Ack.GetIds())
			if err != nil {
				return err
			}
			c.Ack(ids...)
		case *wire.ReadReq_Nack_:
			ids, err := idsOf(of.Nack.GetIds())
			if err != nil {
				return err
			}
			c.Nack(actionOf(of.Nack.GetAction()), of.Nack.GetReason(), ids...)
		default:
			return invalid("after the first message there must be acknowledgements only")
		}
	}
}

func idsOf(wire []*shared.UUID) ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, len(wire))
	for i, w := range wire {
		var err error
		if ids[i], err = idOf(w); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// actionOf reads what is to be done; a client that does not know has the event sent again.
func actionOf(w wire.ReadReq_Nack_Action) persistent.Action {
	switch w {
	case wire.ReadReq_Nack_Park:
		return persistent.Park
	case wire.ReadReq_Nack_Skip:
		return persistent.Skip
	case wire.ReadReq_Nack_Stop:
		return persistent.Stop
	}
	return persistent.Retry
}
