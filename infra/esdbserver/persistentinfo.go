package esdbserver

import (
	"context"
	"math"

	wire "github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"

	"soin/infra/esdbserver/persistent"
)

// GetInfo tells of one group.
func (p *persistentService) GetInfo(ctx context.Context, req *wire.GetInfoReq) (*wire.GetInfoResp, error) {
	if _, err := p.begin(ctx, toRead); err != nil {
		return nil, err
	}
	name, err := groupOf(req.GetOptions())
	if err != nil {
		return nil, err
	}
	info, err := p.groups.Info(ctx, name)
	if err != nil {
		return nil, groupFault(name, err)
	}
	return &wire.GetInfoResp{SubscriptionInfo: infoOf(info)}, nil
}

// List tells of all groups, or of those of one stream. A stream that has none is an error, as
// in the database.
func (p *persistentService) List(ctx context.Context, req *wire.ListReq) (*wire.ListResp, error) {
	if _, err := p.begin(ctx, toRead); err != nil {
		return nil, err
	}
	stream := ""
	if of := req.GetOptions().GetListForStream(); of.GetAll() != nil {
		stream = persistent.All
	} else if of != nil {
		var err error
		if stream, err = named(of.GetStream()); err != nil {
			return nil, err
		}
	}
	infos, err := p.groups.List(ctx, stream)
	if err != nil {
		return nil, groupFault(persistent.Name{Stream: stream}, err)
	}
	if stream != "" && len(infos) == 0 {
		return nil, groupFault(persistent.Name{Stream: stream}, persistent.ErrMissing)
	}
	resp := &wire.ListResp{}
	for _, i := range infos {
		resp.Subscriptions = append(resp.Subscriptions, infoOf(i))
	}
	return resp, nil
}

// infoOf says what is told of a group in the protocol's terms.
func infoOf(i persistent.Info) *wire.SubscriptionInfo {
	w := &wire.SubscriptionInfo{
		EventSource:                   i.Stream,
		GroupName:                     i.Group,
		Status:                        "Behind",
		AveragePerSecond:              narrow(i.PerSecond),
		TotalItems:                    i.Answered,
		CountSinceLastMeasurement:     i.AnsweredSince,
		LastCheckpointedEventPosition: reached(i.Name, i.Checkpoint),
		LastKnownEventPosition:        reached(i.Name, i.Last),
		StartFrom:                     i.Start.String(i.Name),
		ReadBufferCount:               narrow(i.Waiting),
		RetryBufferCount:              narrow(i.Retrying),
		TotalInFlightMessages:         narrow(i.InFlight),
		OutstandingMessagesCount:      narrow(i.Outstanding),
		ParkedMessageCount:            i.Parked,
	}
	if i.Live {
		w.Status, w.LiveBufferCount = "Live", int64(i.Waiting)
	}
	tellSettings(w, i.Settings)
	for _, c := range i.Consumers {
		w.Connections = append(w.Connections, connectionOf(c))
	}
	return w
}

func tellSettings(w *wire.SubscriptionInfo, s persistent.Settings) {
	w.ResolveLinkTos = s.ResolveLinks
	w.MessageTimeoutMilliseconds = narrow(int(s.MessageTimeout.Milliseconds()))
	w.ExtraStatistics = s.ExtraStatistics
	w.MaxRetryCount = narrow(s.MaxRetries)
	w.LiveBufferSize = narrow(s.LiveBuffer)
	w.BufferSize = narrow(s.HistoryBuffer)
	w.ReadBatchSize = narrow(s.ReadBatch)
	w.CheckPointAfterMilliseconds = narrow(int(s.CheckpointAfter.Milliseconds()))
	w.MinCheckPointCount = narrow(s.MinCheckpoint)
	w.MaxCheckPointCount = narrow(s.MaxCheckpoint)
	w.NamedConsumerStrategy = string(s.Strategy)
	w.MaxSubscriberCount = narrow(s.MaxConsumers)
}

func connectionOf(c persistent.ConsumerInfo) *wire.SubscriptionInfo_ConnectionInfo {
	w := &wire.SubscriptionInfo_ConnectionInfo{
		From:                      c.From,
		Username:                  c.User,
		ConnectionName:            c.Connection,
		AverageItemsPerSecond:     narrow(c.PerSecond),
		TotalItems:                c.Answered,
		CountSinceLastMeasurement: c.AnsweredSince,
		AvailableSlots:            narrow(c.Buffer - c.InFlight),
		InFlightMessages:          narrow(c.InFlight),
	}
	for _, m := range c.Took {
		w.ObservedMeasurements = append(w.ObservedMeasurements, &wire.SubscriptionInfo_Measurement{Key: m.Key, Value: m.Value})
	}
	return w
}

// reached writes a mark that stands at an event, and nothing for one that stands before the
// first.
func reached(name persistent.Name, m persistent.Mark) string {
	if m < 0 || m == 0 && name.Stream == persistent.All {
		return ""
	}
	return m.String(name)
}

// narrow fits a count into a field of the protocol.
func narrow(n int) int32 { return int32(max(0, min(n, math.MaxInt32))) }
