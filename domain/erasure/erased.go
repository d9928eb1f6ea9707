// Package erasure tells that somebody's key was destroyed: what they wrote is withheld
// for ever, and their pseudonym belongs to nobody.
package erasure

import (
	"soin/domain/event"
	"soin/domain/person"
)

// Context judges facts about erasures; their streams are "subject-<pseudonym>".
var Context = event.NewSingle[Erased]("subject")

// Erased says that the person behind a pseudonym was erased.
type Erased struct {
	Member person.Member `json:"member"`
}

// EventName is the name in storage.
func (Erased) EventName() string { return "subject.erased" }

// Validate checks the member.
func (e Erased) Validate() error { return person.CheckMember("member", e.Member) }
