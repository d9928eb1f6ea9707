package irritant

import "soin/domain/ticket"

// Confirmed says that an irritant is gone for somebody whom it befell.
type Confirmed ticket.Confirmation

// EventName is the name in storage.
func (Confirmed) EventName() string { return "irritant.confirmed" }

// Validate checks the rating and the token.
func (e Confirmed) Validate() error { return ticket.Confirmation(e).Validate() }

func (e Confirmed) judge(t ticket.Ticket) error { return t.JudgeConfirmation(category, e.Token) }
func (e Confirmed) apply(t *ticket.Ticket)      { t.Confirm(e.Token) }
