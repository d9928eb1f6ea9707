// Package complaint tells what customers and partners have to complain of, and whether
// it is put right: reported, acknowledged, resolved, and confirmed or contested by those
// whom it befell. Its life cycle is that of package ticket.
package complaint

import (
	"soin/domain/event"
	"soin/domain/ticket"
)

// Event is a fact about one complaint.
type Event interface {
	event.Event
	judge(ticket.Ticket) error
	apply(*ticket.Ticket)
}

// Role is on whose behalf a complaint is taken care of.
type Role = ticket.Role

// The roles.
const (
	Team         = ticket.Team
	Manager      = ticket.Manager
	Organisation = ticket.Organisation
)

const category = "complaint"

// Context judges facts about complaints; their streams are "complaint-<id>".
var Context = event.NewContext(category, Event.judge, Event.apply,
	event.TypeOf[Reported](),
	event.TypeOf[Acknowledged](),
	event.TypeOf[Resolved](),
	event.TypeOf[Confirmed](),
	event.TypeOf[Contested](),
	event.TypeOf[Reopened](),
	event.TypeOf[Withdrawn](),
)
