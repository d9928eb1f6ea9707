package event

import (
	"errors"
	"fmt"
)

var (
	// ErrClosed is returned by every call on a store that was closed.
	ErrClosed = errors.New("the event store is closed")
	// ErrStreamDeleted is returned for a stream that was deleted: its name is never used again.
	ErrStreamDeleted = errors.New("the stream was deleted")
)

// WrongRevisionError says that somebody else wrote first. Nothing was stored.
type WrongRevisionError struct {
	Stream           string
	Expected, Actual Revision // Actual is NoStream when the stream is empty
}

func (e *WrongRevisionError) Error() string {
	return fmt.Sprintf("stream %q: expected %s, found %s", e.Stream, e.Expected, e.Actual)
}

// String spells the expectations out.
func (r Revision) String() string {
	switch r {
	case NoStream:
		return "no stream"
	case Any:
		return "any revision"
	case StreamExists:
		return "an existing stream"
	}
	return fmt.Sprintf("revision %d", int64(r))
}

// IDTakenError says that this source already used this id for another fact of the
// same stream. Nothing was stored.
type IDTakenError struct {
	Stream, Source, ID string
	Position           Position // of the fact that holds the id; zero when it was refused along with this one
}

func (e *IDTakenError) Error() string {
	return fmt.Sprintf("stream %q: id %q of source %q already names another fact, at position %d",
		e.Stream, e.ID, e.Source, e.Position)
}

// ConflictError says that a fact contradicts what is already known of its subject.
type ConflictError struct {
	Stream string // empty until the judgement is bound to a stream
	Name   string // of the event
	Reason string // a sentence for the person who published it
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s on %q: %s", e.Name, e.Stream, e.Reason)
}

// Conflict is what a judgement returns for a fact that contradicts its subject's history.
func Conflict(format string, args ...any) error {
	return &ConflictError{Reason: fmt.Sprintf(format, args...)}
}

// EarlyError says that a fact came before one it builds upon, which is not known yet.
// The fact may be true: it is parked until that one comes.
type EarlyError struct {
	Stream string // empty until the judgement is bound to a stream
	Name   string // of the event
	Awaits string // name of the event that has to come first
}

func (e *EarlyError) Error() string {
	return fmt.Sprintf("%s on %q came before %s, which is not known yet", e.Name, e.Stream, e.Awaits)
}

// Early is what a judgement returns for a fact whose predecessor, an event of the same
// subject with the given name, has not arrived.
func Early(awaits string) error { return &EarlyError{Awaits: awaits} }

// UnknownTypeError names an event type that the catalog does not hold.
type UnknownTypeError struct {
	Name    string
	Version int
}

func (e *UnknownTypeError) Error() string {
	return fmt.Sprintf("event type %s is not in the catalog", WireType(e.Name, e.Version))
}

// MalformedError says that a payload is not the JSON its type asks for.
type MalformedError struct {
	Name    string
	Version int
	Err     error
}

func (e *MalformedError) Error() string {
	return fmt.Sprintf("%s: %v", WireType(e.Name, e.Version), e.Err)
}

func (e *MalformedError) Unwrap() error { return e.Err }

// CorruptError says that a stored event cannot be read back: the disk or another
// program changed it, because it was readable when it was stored.
type CorruptError struct {
	Place Place
	Err   error
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("position %d (%s, %s) cannot be read back: %v",
		e.Place.Position, e.Place.Stream, e.Place.Revision, e.Err)
}

func (e *CorruptError) Unwrap() error { return e.Err }
