package irritant

import "soin/domain/ticket"

// Acknowledged says that somebody noticed an irritant.
type Acknowledged ticket.Acknowledgement

// EventName is the name in storage.
func (Acknowledged) EventName() string { return "irritant.acknowledged" }

// Validate checks the role.
func (e Acknowledged) Validate() error { return ticket.Acknowledgement(e).Validate() }

func (e Acknowledged) judge(t ticket.Ticket) error { return t.JudgeAcknowledgement(category) }
func (e Acknowledged) apply(*ticket.Ticket)        {}
