// Package delegation tells how somebody is trusted with a domain of decisions: the
// delegation is granted, accepted or declined, and once accepted it is overridden, taken
// back or completed. An end is told once. How an error made on the way was answered, its
// holder says in confidence.
package delegation

import "soin/domain/event"

// Event is a fact about one delegation.
type Event interface {
	event.Event
	judge(Delegation) error
	apply(*Delegation)
}

// Delegation is what a decision needs to know of one delegation.
type Delegation struct {
	granted bool
	answer  string // name of the event that accepted or declined it, empty before
	end     string // name of the event that ended it, empty while it lives
}

// Context judges facts about delegations; their streams are "delegation-<id>".
var Context = event.NewContext("delegation", Event.judge, Event.apply,
	event.TypeOf[Granted](),
	event.TypeOf[Accepted](),
	event.TypeOf[Declined](),
	event.TypeOf[Overridden](),
	event.TypeOf[Revoked](),
	event.TypeOf[Completed](),
)

// Voices describes what is said of a delegation in confidence. It never records any.
var Voices = event.NewVoices("delegation", event.TypeOf[ErrorAnswered]())

// unanswered refuses a second answer to a delegation, and parks one that came before it.
func (d Delegation) unanswered() error {
	switch {
	case d.answer != "":
		return event.Conflict("this delegation was answered already by %s: grant a new one to ask again", d.answer)
	case !d.granted:
		return event.Early("delegation.granted")
	}
	return nil
}

// held refuses what happens to a delegation that was declined, and parks what came before
// it was accepted.
func (d Delegation) held() error {
	switch d.answer {
	case "delegation.declined":
		return event.Conflict("this delegation was declined, so nobody held it: grant a new one")
	case "":
		return event.Early("delegation.accepted")
	}
	return nil
}

// endable refuses a second end.
func (d Delegation) endable() error {
	if d.end != "" {
		return event.Conflict("this delegation has already ended with %s, and it ends once: grant a new one", d.end)
	}
	return d.held()
}
