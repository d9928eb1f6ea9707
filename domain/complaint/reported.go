package complaint

import "soin/domain/ticket"

// Reported says that somebody complains of what a team answers for.
type Reported ticket.Report

// EventName is the name in storage.
func (Reported) EventName() string { return "complaint.reported" }

// Validate checks the ids, the vocabulary and the lengths.
func (e Reported) Validate() error { return ticket.Report(e).Validate() }

func (e Reported) judge(t ticket.Ticket) error { return t.JudgeReport(category) }
func (e Reported) apply(t *ticket.Ticket)      { t.Report() }
