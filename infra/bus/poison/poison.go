// Package poison keeps the messages that a handler of the bus could not handle, until
// somebody decides.
//
// It promises:
//
//   - A message is kept when [Box.Publish] returns: with its handler, its topic and the
//     error, and with its payload, unless that is larger than a store takes in one piece;
//     then its envelope is kept and [Message.Kept] is false. It stays until a retry
//     succeeds or somebody discards it. Nothing else makes it go.
//   - A payload is kept sealed, and so is every header that is not shown: they never went
//     through the Door, so they may name people. What was said in confidence
//     ([bus.Confidential]) is not kept at all.
//   - The same message of the same handler is kept once, with its latest error.
//   - What is listed are envelopes and errors, never a payload.
//   - It never keeps beyond [MaxMessages] and [MaxBytes]; then it refuses, and the handler
//     waits.
//
// It is built over the [event.Store] port, in a store of its own, because a poisoned
// message is no part of history. Each has a stream, which is deleted when it is done; what
// was discarded, and why, stays in a journal for ever.
//
// A [Box] is safe for concurrent use. Of several processes over one store, one may write;
// another sees what was there when it opened the box.
package poison

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soin/domain/event"
	"soin/infra/bus"
)

// Limits of a box.
const (
	MaxMessages = 10_000
	MaxBytes    = 1 << 30 // of payload, as it is stored
)

// Message is what is known of a poisoned message, its payload left out.
type Message struct {
	Key     string // names it for operators
	Handler string
	Topic   string // it was subscribed from
	UUID    string
	Type    string // these are the attributes of the CloudEvent, as far as it had some
	Source  string
	ID      string
	Subject string
	Time    string
	Reason  string // why it could not be handled, the last time
	Size    int    // of its payload, in bytes
	Kept    bool   // the payload is kept, so it can be tried again
	Since   time.Time

	// Confidential says that it is one of which only type and source may be kept, not even
	// its size: a voice, or one whose type cannot be read.
	Confidential bool
}

// UnknownError says that no poisoned message has a key.
type UnknownError struct{ Key string }

func (e *UnknownError) Error() string { return fmt.Sprintf("no poisoned message has the id %q", e.Key) }

// ProblemCode is what package problem calls it.
func (e *UnknownError) ProblemCode() string { return "not-found" }

// FullError says that there is no room.
type FullError struct{}

func (*FullError) Error() string {
	return fmt.Sprintf("%d poisoned messages or %d MiB of them are kept already: decide on some first", MaxMessages, MaxBytes>>20)
}

// ProblemCode is what package problem calls it: room is ours to make.
func (*FullError) ProblemCode() string { return "unavailable" }

// Box is made by [Open].
type Box struct {
	store  event.Store
	sealer Sealer
	pub    *bus.Publisher
	clock  func() time.Time

	mu     sync.Mutex // held while a message is kept or discarded, but not while a handler tries one
	held   map[string]*entry
	trying map[string]bool // keys
	size   int
}

// entry is a message and where it stands.
type entry struct {
	Message
	identity string
	stream   string
	bytes    int // it takes in the store
}

// List is everything that is poisoned, the oldest first.
func (b *Box) List() []Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []Message
	for _, e := range b.held {
		all = append(all, e.Message)
	}
	slices.SortFunc(all, func(a, b Message) int {
		if c := a.Since.Compare(b.Since); c != 0 {
			return c
		}
		return strings.Compare(a.Key, b.Key)
	})
	return all
}

// Get is the poisoned message of a key.
func (b *Box) Get(key string) (Message, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e, ok := b.held[key]
	if !ok {
		return Message{}, &UnknownError{key}
	}
	return e.Message, nil
}

// Metrics tells how many messages are poisoned now.
func (b *Box) Metrics() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: "soin", Subsystem: "bus", Name: "poisoned", Help: "Messages that are poisoned now.",
	}, func() float64 {
		n, _ := b.Size()
		return float64(n)
	})
}

// Size is how many messages are poisoned, and since when the oldest of them is.
func (b *Box) Size() (messages int, oldest time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.held {
		if oldest.IsZero() || e.Since.Before(oldest) {
			oldest = e.Since
		}
	}
	return len(b.held), oldest
}
