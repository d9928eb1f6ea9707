// Package means tells what is set aside for care and what becomes of it: an envelope of
// hours or money is allocated once, and used bit by bit.
package means

import (
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/rule"
)

// Event is a fact about one envelope of means.
type Event interface {
	event.Event
	judge(Envelope) error
	apply(*Envelope)
}

// Envelope is what a decision needs to know of one envelope.
type Envelope struct {
	allocated bool
}

// Context judges facts about means; their streams are "means-<id of the envelope>".
var Context = event.NewContext("means", Event.judge, Event.apply,
	event.TypeOf[Allocated](),
	event.TypeOf[Used](),
)

// check is the rule of every fact about means: whose they are, and how many.
func check(teamID string, axis care.Axis, hours, amount float64) error {
	return rule.All(
		rule.ID("teamId", teamID),
		rule.OneOf("axis", axis, care.Axes[:]...),
		rule.Between("hours", hours, 0, 10_000_000),
		rule.Between("amount", amount, 0, 1e12),
		rule.Check("hours", hours, hours != 0 || amount != 0, "or amount must be above 0"),
	)
}
