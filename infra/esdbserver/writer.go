package esdbserver

import (
	"context"

	"github.com/google/uuid"

	"soin/domain/event"
)

// Writer takes what clients want written. It is safe for concurrent use. Its errors are
// those of package event, problems, or faults of this package.
type Writer interface {
	// Append stores all events or none, unless its documentation says otherwise.
	Append(context.Context, Append) (Written, error)
	// Delete ends a stream, for good or until somebody appends to it again.
	Delete(context.Context, Deletion) (event.Position, error)
}

// Append is one append of a client.
type Append struct {
	User     string // empty for anybody
	Stream   string
	Expected event.Revision
	Events   []Proposed
}

// Proposed is an event as a client proposes it.
type Proposed struct {
	ID          uuid.UUID
	Type        string
	ContentType string // "application/json" or "application/octet-stream" by custom
	Metadata    []byte
	Data        []byte
}

// size is what counts towards the limit of an append.
func (p *Proposed) size() int { return len(p.Type) + len(p.Metadata) + len(p.Data) }

// Written says where the last event of an append stands. An event may be durable without
// standing anywhere yet: then Revision is NoStream and Position is zero.
type Written struct {
	Revision event.Revision
	Position event.Position
}

// Deletion is the end of a stream that a client asks for.
type Deletion struct {
	User     string
	Stream   string
	Expected event.Revision
	Forever  bool // its name is never used again
}
