// Package event is the kernel of Soin: what a fact is, how facts are named,
// recorded, read back and judged.
//
// It promises four things to everything built on it.
//
//   - Names are literals. The name of an event in storage is what its EventName
//     method returns, never derived from a Go type, so that renaming code never
//     renames history.
//   - Facts are validated once, before they are stored, and never on the way
//     back: a rule that becomes stricter tomorrow cannot make yesterday
//     unreadable.
//   - A (source, id) pair names one fact for ever within its stream. Delivering
//     it again is harmless; delivering something else under the same pair is an
//     error that says so.
//   - Nothing panics on data: an event of a name the catalog does not know is
//     read back as [Unknown].
//
// [Store] is the port to a technology and deals in bytes; [Log] is the one typed
// face over any store; [Catalog] lists every event type there is; [Decide] is the
// only way a decision is taken.
package event

import (
	"time"
)

// Event is the content of a fact, for example "this team was formed, under this
// name". Contexts seal their own sets by adding unexported methods.
type Event interface {
	// EventName is the name in storage and on the wire: "<context>.<past participle>".
	EventName() string
	// Validate reports every field that breaks a rule, as one [rule.Violation] or
	// several ([rule.Broken]), or nil.
	Validate() error
}

// AboutSubject is an event with rules between what it says and what it is about.
type AboutSubject interface {
	Event
	// ValidateFor reports, as Validate does, every field that breaks such a rule. Subject is
	// the id of the thing the fact is about.
	ValidateFor(subject string) error
}

// Envelope says who states a fact and when it happened, as CloudEvents 1.0 does.
type Envelope struct {
	Source string    // who says so: a URI reference, 1..256 characters
	ID     string    // unique for ever within its source: 1..128 characters
	Time   time.Time // when it happened in the world, UTC
}

// Fact is an event about to be recorded.
type Fact struct {
	Envelope
	Event Event

	// Published is the payload as its publisher wrote it, in Version's form. It is
	// what gets stored, so fields this version does not know survive. Facts of our
	// own leave both at zero and are encoded from Event.
	Published []byte
	Version   int

	// Rewritten says that the content was validated as it was published, and that the way
	// in then put pseudonyms and sealed text in its place, which the rules of its fields
	// do not describe. Such content is not validated again.
	Rewritten bool

	stored *Raw // the stored form, once the fact was found valid
}

// Raw is an event in its stored form.
type Raw struct {
	Envelope
	Name    string // "team.formed"
	Version int    // form of Data, from 1
	Data    []byte // JSON, at most MaxData bytes
}

// MaxData is the largest payload a store accepts, in bytes.
const MaxData = 1 << 20

// Place is where an event stands in the log.
type Place struct {
	Stream     string
	Revision   Revision  // within the stream, from 0, without gaps
	Position   Position  // within the log, strictly rising, gaps allowed
	RecordedAt time.Time // never runs backwards along the log
}

// RawRecorded is an event as a store gives it back.
type RawRecorded struct {
	Raw
	Place
}

// Recorded is an event as decisions and read models see it.
type Recorded struct {
	Envelope
	Place
	Event Event
}

// Position orders the whole log. Zero stands before the first event.
type Position uint64

// Revision counts the events of one stream, from 0. Its negative values are
// expectations only.
type Revision int64

// Expectations of an append, numbered as EventStoreDB numbers them.
const (
	NoStream     Revision = -1 // nothing was ever written to the stream
	Any          Revision = -2 // whatever the stream holds
	StreamExists Revision = -4 // at least one event
)

// MetBy reports whether an expectation is met by a stream whose last event has the given
// revision, NoStream where there is none.
func (r Revision) MetBy(end Revision) bool {
	switch r {
	case Any:
		return true
	case StreamExists:
		return end >= 0
	}
	return r == end
}

// Receipt acknowledges one event of an append: it is durable at this place.
type Receipt struct {
	Position  Position
	Revision  Revision
	Duplicate bool // it was there already, with the same bytes
}

// Unknown is a stored event of a name or version the catalog does not know: from a
// newer Soin, or of a type long withdrawn. Read models skip it and count it,
// decisions refuse it.
type Unknown struct{ Raw Raw }

// EventName is the name it was stored under.
func (u Unknown) EventName() string { return u.Raw.Name }

// Validate refuses it: what is not understood is not recorded.
func (u Unknown) Validate() error { return &UnknownTypeError{Name: u.Raw.Name, Version: u.Raw.Version} }
