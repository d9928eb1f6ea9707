package esdbstore

import (
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/esdbform"
)

// Names of streams on the server begin with one of these when they are not the log's:
// those of spaces, those that hold records of deletions, and the server's own.
const (
	ofSpaces    = "soin."
	ofDeletions = "soin:deleted"
	ofServer    = "$"
)

// ofTypes is what the types of all events of the language begin with.
const ofTypes = "soin."

// names are those of a store's streams: the log's, or those of a space.
type names struct{ prefix, space string }

func spaceNames(space string) names { return names{ofSpaces + space + ":", space} }

// onServer is what the server calls a stream.
func (n names) onServer(stream string) (string, error) {
	name := n.prefix + stream
	if err := rule.Check("stream", stream, stream != "", "must not be empty"); err != nil {
		return "", err
	}
	if n.prefix != "" {
		return name, nil
	}
	return name, rule.Check("stream", stream, !n.foreign(stream),
		"must not begin with $, soin. or soin:, as streams that are no part of the log do")
}

// of is the stream the server calls so, if it is one of the store's.
func (n names) of(onServer string) (string, bool) {
	if n.prefix != "" {
		return strings.CutPrefix(onServer, n.prefix)
	}
	return onServer, !n.foreign(onServer)
}

func (names) foreign(name string) bool {
	return strings.HasPrefix(name, ofServer) || strings.HasPrefix(name, ofSpaces) || strings.HasPrefix(name, "soin:")
}

// deletions is the stream that holds the records of the store's deleted streams.
func (n names) deletions() string {
	if n.space == "" {
		return ofDeletions
	}
	return ofDeletions + "." + n.space
}

// filter asks the server for the store's events alone, or nearly.
func (n names) filter() *esdb.SubscriptionFilter {
	if n.prefix != "" {
		return &esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Prefixes: []string{n.prefix}}
	}
	return &esdb.SubscriptionFilter{Type: esdb.EventFilterType, Prefixes: []string{ofTypes}}
}

// recorded reads an event that is one of the store's.
func (n names) recorded(e *esdb.RecordedEvent) (event.RawRecorded, bool) {
	stream, ok := n.of(e.StreamID)
	if !ok {
		return event.RawRecorded{}, false
	}
	raw, ok := esdbform.Event{ID: e.EventID, Type: e.EventType, Metadata: e.UserMetadata, Data: e.Data}.Raw(e.CreatedDate)
	return event.RawRecorded{Raw: raw, Place: event.Place{
		Stream: stream, Revision: revision(e.EventNumber), Position: event.Position(e.Position.Commit), RecordedAt: e.CreatedDate,
	}}, ok
}

// revision is an event number, which the server counts in 63 bits.
func revision(number uint64) event.Revision {
	return event.Revision(number) //nolint:gosec // see above
}
