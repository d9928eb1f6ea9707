// Package ticket is the life cycle that irritants and complaints share: what is reported
// may be acknowledged, is resolved, and those it befell confirm that or contest it. One
// that is contested or reopened is open again; one that is withdrawn, while it is open,
// was none. A context names itself in every judgement, for the sentences and for the names
// of the events to wait for.
package ticket

import (
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Role is on whose behalf a ticket is taken care of.
type Role string

// The roles.
const (
	Team         Role = "team"
	Manager      Role = "manager"
	Organisation Role = "organisation"
)

var roles = [...]Role{Team, Manager, Organisation}

// Words lists the roles.
func (Role) Words() []string { return rule.Words(roles[:]) }

func checkRole(path string, r Role) error { return rule.OneOf(path, r, roles[:]...) }

// Ticket is what a decision needs to know of one irritant or complaint.
type Ticket struct {
	reported    bool
	wasResolved bool // once, or more often
	resolved    bool // now
	withdrawn   bool
	answered    map[person.Token]bool // who confirmed or contested the newest resolution
}

// JudgeReport refuses a second report.
func (t Ticket) JudgeReport(category string) error {
	if t.reported {
		return event.Conflict("this %s was reported already: publish %s.reopened if it came back", category, category)
	}
	return nil
}

// JudgeAcknowledgement parks an acknowledgement of what nobody has reported yet. Several
// may notice it, and the news of it may come late.
func (t Ticket) JudgeAcknowledgement(category string) error { return t.known(category) }

// JudgeResolution refuses a resolution of what is not open.
func (t Ticket) JudgeResolution(category string) error {
	switch {
	case t.withdrawn:
		return t.gone(category)
	case t.resolved:
		return event.Conflict("this %s is resolved already: publish %s.contested or %s.reopened first if it is not",
			category, category, category)
	}
	return t.known(category)
}

// JudgeConfirmation refuses a confirmation of what is open, and a second word of the same
// token about one resolution.
func (t Ticket) JudgeConfirmation(category string, by person.Token) error {
	if err := t.judgeAnswer(category, by); err != nil {
		return err
	}
	if !t.resolved {
		return event.Conflict("this %s is open again: its next resolution can be confirmed", category)
	}
	return nil
}

// JudgeContest refuses a second word of the same token about one resolution. Several may
// contest it.
func (t Ticket) JudgeContest(category string, by person.Token) error {
	return t.judgeAnswer(category, by)
}

func (t Ticket) judgeAnswer(category string, by person.Token) error {
	if err := t.everResolved(category); err != nil {
		return err
	}
	if t.answered[by] {
		return event.Conflict("this token has confirmed or contested this resolution already: publish %s.reopened if the %s came back",
			category, category)
	}
	return nil
}

// JudgeReopening refuses to reopen what is open.
func (t Ticket) JudgeReopening(category string) error {
	if err := t.everResolved(category); err != nil {
		return err
	}
	if !t.resolved {
		return event.Conflict("this %s is open already", category)
	}
	return nil
}

// JudgeWithdrawal refuses to withdraw what is not open.
func (t Ticket) JudgeWithdrawal(category string) error {
	switch {
	case t.withdrawn:
		return event.Conflict("this %s was withdrawn already", category)
	case t.resolved:
		return event.Conflict("this %s is resolved, and only an open one is withdrawn: publish %s.reopened first if it is not",
			category, category)
	}
	return t.known(category)
}

// known parks what is told of a ticket before its report.
func (t Ticket) known(category string) error {
	if !t.reported {
		return event.Early(category + ".reported")
	}
	return nil
}

// everResolved parks what is told of a resolution before it, and refuses it of a ticket
// that will never have one.
func (t Ticket) everResolved(category string) error {
	switch {
	case t.withdrawn:
		return t.gone(category)
	case !t.wasResolved:
		return event.Early(category + ".resolved")
	}
	return nil
}

func (t Ticket) gone(category string) error {
	return event.Conflict("this %s was withdrawn: publish a %s.reported of another one if it came back", category, category)
}
