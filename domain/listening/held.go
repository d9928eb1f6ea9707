// Package listening tells where a team is listened to, and what was promised there.
package listening

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about listening; their streams are "listening-<id>".
var Context = event.NewSingle[Held]("listening")

// Held says that people of a team were listened to.
type Held struct {
	TeamID        string   `json:"teamId"`
	Kind          Kind     `json:"kind"`
	Participants  int      `json:"participants"`            // people who were listened to, 1..10,000,000
	CommitmentIDs []string `json:"commitmentIds,omitempty"` // commitments that came of it, at most 100
}

// Kind is the form of listening.
type Kind string

// The kinds.
const (
	OneToOne Kind = "one-to-one" // two people
	Round    Kind = "round"      // everybody in turn
	Visit    Kind = "visit"      // where the work is done
	Forum    Kind = "forum"      // an open assembly
)

var kinds = [...]Kind{OneToOne, Round, Visit, Forum}

// Words lists the kinds.
func (Kind) Words() []string { return rule.Words(kinds[:]) }

// EventName is the name in storage.
func (Held) EventName() string { return "listening.held" }

// Validate checks the kind, the number of people and the commitments.
func (e Held) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.OneOf("kind", e.Kind, kinds[:]...),
		rule.Between("participants", e.Participants, 1, 10_000_000),
		rule.Check("commitmentIds", len(e.CommitmentIDs), len(e.CommitmentIDs) <= 100, "must name at most 100"),
		rule.Distinct("commitmentIds", e.CommitmentIDs),
		rule.Each("commitmentIds", e.CommitmentIDs, func(id string) error { return rule.ID("", id) }),
	)
}
