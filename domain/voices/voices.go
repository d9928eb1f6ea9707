// Package voices tells what those who received something said of it together: care, the
// answer to an error, the answer to a case. Their ratings are cast as ballots, and a box
// of them leaves the ballot box once, whole: released, or withheld when they were too few.
package voices

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Event is a fact about one box.
type Event interface {
	event.Event
	judge(Box) error
	apply(*Box)
}

// Box is what a decision needs to know of one box.
type Box struct {
	settled string // name of the event that settled it, empty before
}

// Context judges facts about boxes; their streams are "voices-<box>".
var Context = event.NewContext("voices", Event.judge, Event.apply,
	event.TypeOf[Released](),
	event.TypeOf[Withheld](),
)

// Kind is what a box gathers ratings of.
type Kind string

// The kinds.
const (
	Care   Kind = "care"   // how an act of care fitted, and whether it left its receiver freer
	Error  Kind = "error"  // how protected somebody was after an error
	Safety Kind = "safety" // how a case of psychological safety was answered
)

var kinds = [...]Kind{Care, Error, Safety}

// Words lists the kinds.
func (Kind) Words() []string { return rule.Words(kinds[:]) }

// Fewest is the number of ratings below which a box is not released: with fewer, somebody
// could be singled out. A case of psychological safety asks for more, because few have one.
func (k Kind) Fewest() int {
	if k == Safety {
		return 10
	}
	return 5
}

// mostTeams bounds the teams of one unit.
const mostTeams = 1000

// unsettled refuses what befalls a box that was released or withheld already.
func (b Box) unsettled() error {
	if b.settled != "" {
		return event.Conflict("this box was settled already by %s, and a box is settled once: later ratings go into another box", b.settled)
	}
	return nil
}
