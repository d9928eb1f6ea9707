package esdbserver

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/protobuf/encoding/protowire"

	"soin/domain/event"
)

// Keys of what the database says of an event beside its data.
const (
	typeKey        = "type"
	contentTypeKey = "content-type"
	createdKey     = "created"
)

// noPosition is what events have that stand in no log a client reads.
const noPosition = math.MaxUint64

// record is a recorded event on the wire, to be filled again and again.
type record struct {
	wire   streams.ReadResp_ReadEvent_RecordedEvent
	id     shared.UUID
	number shared.UUID_Structured_
	text   shared.UUID_String_
	// encoded is the metadata in the form in which they travel.
	encoded []byte
}

func newRecord() *record {
	r := &record{}
	r.wire.Id = &r.id
	r.wire.StreamIdentifier = &shared.StreamIdentifier{}
	r.number.Structured = &shared.UUID_Structured{}
	return r
}

func (r *record) fill(e *event.RawRecorded, f *form, text bool) *streams.ReadResp_ReadEvent_RecordedEvent {
	r.setID(f.id, text)
	r.encoded = r.encoded[:0]
	w := &r.wire
	w.StreamIdentifier.StreamName = append(w.StreamIdentifier.StreamName[:0], e.Stream...)
	w.StreamRevision = uint64(e.Revision)
	w.CommitPosition = positionOf(e)
	w.PreparePosition = w.CommitPosition
	r.encode(typeKey, f.kind)
	r.encode(contentTypeKey, f.contentType)
	r.encode(createdKey, strconv.FormatInt(ticks(e.RecordedAt), 10))
	w.ProtoReflect().SetUnknown(r.encoded)
	w.CustomMetadata, w.Data = f.metadata, f.data
	return w
}

// positionOf is where an event stands in the log that clients read.
func positionOf(e *event.RawRecorded) uint64 {
	if inBooks(e.Stream) {
		return noPosition
	}
	return uint64(e.Position)
}

func (r *record) setID(id uuid.UUID, text bool) {
	if text {
		r.text.String_ = id.String()
		r.id.Value = &r.text
		return
	}
	r.number.Structured.MostSignificantBits = int64(binary.BigEndian.Uint64(id[:8]))
	r.number.Structured.LeastSignificantBits = int64(binary.BigEndian.Uint64(id[8:]))
	r.id.Value = &r.number
}

// metadataField is the number of RecordedEvent.metadata, map<string, string>.
const metadataField = 6

// encode adds an entry to the metadata. They are written as a field the message does not know,
// because the library, which walks maps by reflection, takes as long for these three entries
// as for all the rest of an event. To those who read it there is no difference.
func (r *record) encode(key, value string) {
	const keyField, valueField = 1, 2
	size := protowire.SizeTag(keyField) + protowire.SizeBytes(len(key)) + protowire.SizeTag(valueField) + protowire.SizeBytes(len(value))
	b := protowire.AppendTag(r.encoded, metadataField, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(size))
	b = protowire.AppendString(protowire.AppendTag(b, keyField, protowire.BytesType), key)
	r.encoded = protowire.AppendString(protowire.AppendTag(b, valueField, protowire.BytesType), value)
}
