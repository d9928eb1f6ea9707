package bus

import (
	"strconv"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/infra/esdbform"
)

// The metadata of a fact: the attributes of a CloudEvent in binary mode. The last four
// are extensions that say where it stands in the log.
const (
	SpecVersion  = "ce_specversion"
	Type         = "ce_type"
	Source       = "ce_source"
	ID           = "ce_id"
	Subject      = "ce_subject"
	Time         = "ce_time"
	ContentType  = "content-type"
	Stream       = "ce_stream"
	Position     = "ce_position"
	Revision     = "ce_revision"
	RecordedTime = "ce_recordedtime"

	// AttributePrefix is that of attributes among the metadata.
	AttributePrefix = "ce_"
)

// Form is how events of a store read as messages: facts by [Fact], what a [Publisher] put
// there by [Published].
type Form func(event.RawRecorded) (*message.Message, error)

// Fact makes a message of a fact: the payload as it is stored, and metadata that make it a
// whole CloudEvent. The UUID is version 5 of source and id, the same at every delivery.
func Fact(r event.RawRecorded) (*message.Message, error) {
	msg := message.NewMessage(esdbform.IDOf(r.Source, r.ID).String(), r.Data)
	msg.Metadata = message.Metadata{
		SpecVersion:  "1.0",
		Type:         event.WireType(r.Name, r.Version),
		Source:       r.Source,
		ID:           r.ID,
		Subject:      r.Subject(),
		Time:         r.Time.Format(time.RFC3339Nano),
		ContentType:  "application/json",
		Stream:       r.Stream,
		Position:     strconv.FormatUint(uint64(r.Position), 10),
		Revision:     strconv.FormatInt(int64(r.Revision), 10),
		RecordedTime: r.RecordedAt.Format(time.RFC3339Nano),
	}
	return msg, nil
}
