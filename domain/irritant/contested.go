package irritant

import "soin/domain/ticket"

// Contested says that an irritant is not gone for somebody whom it befell: it is open again.
type Contested ticket.Contest

// EventName is the name in storage.
func (Contested) EventName() string { return "irritant.contested" }

// Validate checks the length and the token.
func (e Contested) Validate() error { return ticket.Contest(e).Validate() }

func (e Contested) judge(t ticket.Ticket) error { return t.JudgeContest(category, e.Token) }
func (e Contested) apply(t *ticket.Ticket)      { t.Contest(e.Token) }
