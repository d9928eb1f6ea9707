package esdbserver

import (
	"bytes"
	"encoding/binary"
	"errors"
	"time"

	"github.com/google/uuid"

	"soin/domain/event"
	"soin/infra/esdbform"
)

// form is an event in the terms of the protocol, without its place.
type form struct {
	id          uuid.UUID
	kind        string // event type
	contentType string
	metadata    []byte
	data        []byte
}

// foreignSource marks events that are none of our language. Their id is the client's UUID,
// their name its event type, and their data a frame around what else it wrote.
const foreignSource = "urn:soin:esdb"

// foreignTime stands where an event says when it happened. A client's event says no such
// thing, and told again it must have the same bytes; it was created when it was recorded.
var foreignTime = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)

// stored is how an event of a client is kept in a stream. One of our language, in exactly the
// form we give it, is kept as what it is; any other one in a frame. Either way [formOf] gives
// back every byte.
func stored(stream string, p *Proposed) (event.Raw, error) {
	if raw, ok := native(stream, p); ok {
		return raw, nil
	}
	frame := frameOf(p)
	if len(frame) > event.MaxData {
		return event.Raw{}, invalid("an event has %d bytes, its metadata and a few of ours included, more than %d", len(frame), event.MaxData)
	}
	return event.Raw{
		Envelope: event.Envelope{Source: foreignSource, ID: p.ID.String(), Time: foreignTime},
		Name:     p.Type, Version: 1, Data: frame,
	}, nil
}

// native reads an event of our own form.
func native(stream string, p *Proposed) (event.Raw, bool) {
	given := esdbform.Event{ID: p.ID, Type: p.Type, Metadata: p.Metadata, Data: p.Data}
	raw, ok := given.Raw(foreignTime)
	if !ok || p.ContentType != esdbform.ContentType || raw.Source == foreignSource || raw.Validate() != nil {
		return raw, false
	}
	again, err := esdbform.Of(stream, raw)
	return raw, err == nil && again.ID == p.ID && again.Type == p.Type && bytes.Equal(again.Metadata, p.Metadata)
}

// formOf is how a stored event is told to clients.
func formOf(r *event.RawRecorded) (form, error) {
	if r.Source == foreignSource {
		if f, ok := foreign(&r.Raw); ok {
			return f, nil
		}
	}
	e, err := esdbform.Of(r.Stream, r.Raw)
	return form{e.ID, e.Type, esdbform.ContentType, e.Metadata, e.Data}, err
}

// kindOf is the type alone, for filters.
func kindOf(r *event.RawRecorded) string {
	if r.Source == foreignSource {
		return r.Name
	}
	return event.WireType(r.Name, r.Version)
}

// foreign reads a frame back. It is not ok when there is none: the source is a word anybody
// may use.
func foreign(r *event.Raw) (form, bool) {
	id, err := uuid.Parse(r.ID)
	if err != nil {
		return form{}, false
	}
	f := form{id: id, kind: r.Name}
	err = f.unframe(r.Data)
	return f, err == nil
}

// frameVersion begins a frame. No JSON begins like that.
const frameVersion = 1

// frameOf is the version, the content type and the metadata, each after its length, and
// then the data.
func frameOf(p *Proposed) []byte {
	b := make([]byte, 0, 1+2*binary.MaxVarintLen32+len(p.ContentType)+len(p.Metadata)+len(p.Data))
	b = append(b, frameVersion)
	b = append(binary.AppendUvarint(b, uint64(len(p.ContentType))), p.ContentType...)
	b = append(binary.AppendUvarint(b, uint64(len(p.Metadata))), p.Metadata...)
	return append(b, p.Data...)
}

var errNoFrame = errors.New("not a frame")

func (f *form) unframe(b []byte) error {
	if len(b) == 0 || b[0] != frameVersion {
		return errNoFrame
	}
	contentType, b, ok := cut(b[1:])
	if !ok {
		return errNoFrame
	}
	metadata, data, ok := cut(b)
	if !ok {
		return errNoFrame
	}
	f.contentType, f.metadata, f.data = string(contentType), metadata, data
	return nil
}

// cut takes off what stands after its length.
func cut(b []byte) (head, rest []byte, ok bool) {
	n, width := binary.Uvarint(b)
	if width <= 0 || n > uint64(len(b)-width) {
		return nil, nil, false
	}
	end := width + int(n)
	return b[width:end:end], b[end:], true
}
