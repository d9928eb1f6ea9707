package complaint

import "soin/domain/ticket"

// Withdrawn says that there was nothing to complain of after all.
type Withdrawn struct{}

// EventName is the name in storage.
func (Withdrawn) EventName() string { return "complaint.withdrawn" }

// Validate has nothing to check: the fact is the event.
func (e Withdrawn) Validate() error { return nil }

func (e Withdrawn) judge(t ticket.Ticket) error { return t.JudgeWithdrawal(category) }
func (e Withdrawn) apply(t *ticket.Ticket)      { t.Withdraw() }
