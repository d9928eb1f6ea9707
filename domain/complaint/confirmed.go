package complaint

import "soin/domain/ticket"

// Confirmed says that things are put right for somebody who complained.
type Confirmed ticket.Confirmation

// EventName is the name in storage.
func (Confirmed) EventName() string { return "complaint.confirmed" }

// Validate checks the rating and the token.
func (e Confirmed) Validate() error { return ticket.Confirmation(e).Validate() }

func (e Confirmed) judge(t ticket.Ticket) error { return t.JudgeConfirmation(category, e.Token) }
func (e Confirmed) apply(t *ticket.Ticket)      { t.Confirm(e.Token) }
