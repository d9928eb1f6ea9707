package parking

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"soin/domain/event"
)

// The events of a parking's store, beside the facts that wait. The names are no context's.
const (
	prefix    = "parking."
	continues = prefix + "continued" // the stream is a copy of another one, complete once that is gone
	waits     = prefix + "awaited"   // what is known of a fact now
	released  = prefix + "released"  // a fact stands in the log
	discarded = prefix + "discarded" // somebody gave a fact up
)

// noteSource is who writes them.
const noteSource = "urn:soin:parking"

// note is the content of each of these events.
type note struct {
	Of     event.Revision `json:"of"` // the fact
	Awaits string         `json:"awaits,omitempty"`
	Reason string         `json:"reason,omitempty"`
	Since  time.Time      `json:"since,omitzero"`
	Copies string         `json:"copies,omitempty"` // the stream that is continued
}

// raw is the stored form of a note that will stand at a revision.
func (n note) raw(name string, at event.Revision, when time.Time) (event.Raw, error) {
	data, err := json.Marshal(n)
	return event.Raw{
		Envelope: event.Envelope{Source: noteSource, ID: fmt.Sprintf("%s-%d", name, at), Time: when.UTC()},
		Name:     name, Version: 1, Data: data,
	}, err
}

// streamName is a name that was never given before: the random word comes first, for it
// holds no hyphen.
func streamName(of string) string {
	return event.StreamName("parked", strings.ToLower(rand.Text())+"-"+of)
}

// subjectOf is the stream of the log that a stream of the store keeps facts for.
func subjectOf(name string) (stream string, ok bool) {
	_, rest, _ := strings.Cut(name, "-")
	_, stream, ok = strings.Cut(rest, "-")
	return stream, ok
}
