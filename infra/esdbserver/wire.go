package esdbserver

import (
	"encoding/binary"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"

	"soin/domain/event"
)

// structured is an id as two numbers, the form every client reads.
func structured(id uuid.UUID) *shared.UUID {
	return &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{
		MostSignificantBits:  int64(binary.BigEndian.Uint64(id[:8])),
		LeastSignificantBits: int64(binary.BigEndian.Uint64(id[8:])),
	}}}
}

// idOf reads an id in either form.
func idOf(wire *shared.UUID) (id uuid.UUID, err error) {
	switch v := wire.GetValue().(type) {
	case *shared.UUID_Structured_:
		binary.BigEndian.PutUint64(id[:8], uint64(v.Structured.GetMostSignificantBits()))
		binary.BigEndian.PutUint64(id[8:], uint64(v.Structured.GetLeastSignificantBits()))
	case *shared.UUID_String_:
		if id, err = uuid.Parse(v.String_); err != nil {
			return id, invalid("an id is no UUID: %v", err)
		}
	}
	if id == uuid.Nil {
		return id, invalid("an id must be given, and not be the nil UUID")
	}
	return id, nil
}

// ticks counts the tenths of a microsecond since 1970, as the protocol tells time.
func ticks(t time.Time) int64 { return t.UnixNano() / 100 }

// named reads the name of a stream.
func named(wire *shared.StreamIdentifier) (string, error) {
	name := string(wire.GetStreamName())
	switch {
	case name == "":
		return "", invalid("the name of the stream must be given")
	case len(name) > maxName:
		return "", invalid("the name of the stream has %d bytes, more than %d", len(name), maxName)
	}
	return name, nil
}

// expectation reads an expected revision. Its four forms have a type each in every request of
// the protocol, with methods of the same names.
type expectation interface {
	GetRevision() uint64
	GetNoStream() *shared.Empty
	GetAny() *shared.Empty
	GetStreamExists() *shared.Empty
}

// expected reads an expected revision; given says whether there is one at all.
func expected(e expectation, given bool) (event.Revision, error) {
	switch {
	case !given:
		return 0, invalid("the expected revision must be given")
	case e.GetNoStream() != nil:
		return event.NoStream, nil
	case e.GetAny() != nil:
		return event.Any, nil
	case e.GetStreamExists() != nil:
		return event.StreamExists, nil
	}
	return revision(e.GetRevision())
}

func revision(n uint64) (event.Revision, error) {
	if n > lastRevision {
		return 0, invalid("revision %d is larger than %d", n, uint64(lastRevision))
	}
	return event.Revision(n), nil
}

// lastRevision is the largest revision there can be, which the database uses to say that all
// of a stream is gone.
const lastRevision = 1<<63 - 1
