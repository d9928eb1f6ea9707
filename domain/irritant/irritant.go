// Package irritant tells what wears people out at work, mostly small things, and whether
// it goes away: reported, acknowledged, resolved, and confirmed or contested by those whom
// it befell. Its life cycle is that of package ticket.
package irritant

import (
	"soin/domain/event"
	"soin/domain/ticket"
)

// Event is a fact about one irritant.
type Event interface {
	event.Event
	judge(ticket.Ticket) error
	apply(*ticket.Ticket)
}

// Role is on whose behalf an irritant is taken care of.
type Role = ticket.Role

// The roles.
const (
	Team         = ticket.Team
	Manager      = ticket.Manager
	Organisation = ticket.Organisation
)

const category = "irritant"

// Context judges facts about irritants; their streams are "irritant-<id>".
var Context = event.NewContext(category, Event.judge, Event.apply,
	event.TypeOf[Reported](),
	event.TypeOf[Acknowledged](),
	event.TypeOf[Resolved](),
	event.TypeOf[Confirmed](),
	event.TypeOf[Contested](),
	event.TypeOf[Reopened](),
	event.TypeOf[Withdrawn](),
)
