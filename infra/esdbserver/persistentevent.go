package esdbserver

import (
	"math"
	"strconv"

	wire "github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"

	"soin/domain/event"
	"soin/infra/esdbserver/persistent"
)

// delivery is an event on its way to a consumer.
func delivery(d persistent.Delivery, text bool) (*wire.ReadResp, error) {
	original, kind, err := groupEvent(&d.RawRecorded, text)
	if err != nil {
		return nil, err
	}
	read := &wire.ReadResp_ReadEvent{
		Event:    original,
		Position: &wire.ReadResp_ReadEvent_NoPosition{NoPosition: &shared.Empty{}},
		Count:    &wire.ReadResp_ReadEvent_RetryCount{RetryCount: int32(min(d.Retries, math.MaxInt32))},
	}
	if !inBooks(d.Stream) {
		read.Position = &wire.ReadResp_ReadEvent_CommitPosition{CommitPosition: uint64(d.Position)}
	}
	if d.Links && kind == linkType {
		read.Event, read.Link = nil, original
	}
	if d.Target != nil {
		if read.Event, _, err = groupEvent(d.Target, text); err != nil {
			return nil, err
		}
	}
	return &wire.ReadResp{Content: &wire.ReadResp_Event{Event: read}}, nil
}

// groupEvent is a recorded event in the messages of persistent subscriptions, and its type.
func groupEvent(r *event.RawRecorded, text bool) (*wire.ReadResp_ReadEvent_RecordedEvent, string, error) {
	f, err := formOf(r)
	if err != nil {
		return nil, "", err
	}
	return &wire.ReadResp_ReadEvent_RecordedEvent{
		Id:               idAs(f.id, text),
		StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(r.Stream)},
		StreamRevision:   uint64(r.Revision),
		PreparePosition:  positionOf(r),
		CommitPosition:   positionOf(r),
		Metadata: map[string]string{
			typeKey:        f.kind,
			contentTypeKey: f.contentType,
			createdKey:     strconv.FormatInt(ticks(r.RecordedAt), 10),
		},
		CustomMetadata: f.metadata,
		Data:           f.data,
	}, f.kind, nil
}

func idAs(id uuid.UUID, text bool) *shared.UUID {
	if text {
		return &shared.UUID{Value: &shared.UUID_String_{String_: id.String()}}
	}
	return structured(id)
}
