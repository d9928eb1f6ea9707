// Package commitment tells what an organisation promised to do, and whether it did: a
// commitment is declared once and ends once, kept, kept late or broken.
package commitment

import "soin/domain/event"

// Event is a fact about one commitment.
type Event interface {
	event.Event
	judge(Commitment) error
	apply(*Commitment)
}

// Commitment is what a decision needs to know of one commitment.
type Commitment struct {
	declared bool
	end      string // name of the event that ended it, empty while it is due
}

// Context judges facts about commitments; their streams are "commitment-<id>".
var Context = event.NewContext("commitment", Event.judge, Event.apply,
	event.TypeOf[Declared](),
	event.TypeOf[Kept](),
	event.TypeOf[KeptLate](),
	event.TypeOf[Broken](),
)

// endable refuses a second end, and the end of what nobody has declared yet.
func (c Commitment) endable() error {
	switch {
	case c.end != "":
		return event.Conflict("this commitment has already ended with %s: what is promised anew is declared as another commitment", c.end)
	case !c.declared:
		return event.Early("commitment.declared")
	}
	return nil
}
