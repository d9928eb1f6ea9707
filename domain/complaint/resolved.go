package complaint

import "soin/domain/ticket"

// Resolved says that a complaint was put right, as far as whoever did it knows.
type Resolved ticket.Resolution

// EventName is the name in storage.
func (Resolved) EventName() string { return "complaint.resolved" }

// Validate checks the role and the member.
func (e Resolved) Validate() error { return ticket.Resolution(e).Validate() }

func (e Resolved) judge(t ticket.Ticket) error { return t.JudgeResolution(category) }
func (e Resolved) apply(t *ticket.Ticket)      { t.Resolve() }
