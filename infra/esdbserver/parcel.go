package esdbserver

import (
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
)

// proposal is what an event is in both ways of appending.
type proposal interface {
	GetId() *shared.UUID
	GetMetadata() map[string]string
	GetCustomMetadata() []byte
	GetData() []byte
}

// parcel is the events of one append, within its limits.
type parcel struct {
	events     []Proposed
	size, most int // bytes
}

func (all *parcel) add(m proposal) error {
	id, err := idOf(m.GetId())
	if err != nil {
		return err
	}
	p := Proposed{
		ID: id, Type: m.GetMetadata()[typeKey], ContentType: m.GetMetadata()[contentTypeKey],
		Metadata: m.GetCustomMetadata(), Data: m.GetData(),
	}
	switch {
	case p.Type == "":
		return propertyMissing(typeKey)
	case p.ContentType == "":
		return propertyMissing(contentTypeKey)
	case len(p.Type) > maxName:
		return invalid("the type of an event has %d bytes, more than %d", len(p.Type), maxName)
	case len(p.ContentType) > maxContentType:
		return invalid("the content type of an event has %d bytes, more than %d", len(p.ContentType), maxContentType)
	case len(all.events) == maxEvents:
		return invalid("the append has more than %d events", maxEvents)
	}
	if all.size += p.size(); all.size > all.most {
		return appendTooLarge(all.most)
	}
	all.events = append(all.events, p)
	return nil
}
