package irritant

import "soin/domain/ticket"

// Reported says that something wears people of a team out.
type Reported ticket.Report

// EventName is the name in storage.
func (Reported) EventName() string { return "irritant.reported" }

// Validate checks the ids, the vocabulary and the lengths.
func (e Reported) Validate() error { return ticket.Report(e).Validate() }

func (e Reported) judge(t ticket.Ticket) error { return t.JudgeReport(category) }
func (e Reported) apply(t *ticket.Ticket)      { t.Report() }
