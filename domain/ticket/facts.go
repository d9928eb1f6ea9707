package ticket

import (
	"soin/domain/person"
	"soin/domain/rule"
)

// Acknowledgement is what is told when somebody notices a ticket.
type Acknowledgement struct {
	By Role `json:"by"`
}

// Validate checks the role.
func (a Acknowledgement) Validate() error { return checkRole("by", a.By) }

// Resolution is what is told when a ticket is resolved.
type Resolution struct {
	By     Role          `json:"by"`
	Member person.Member `json:"member,omitempty"` // who resolved it
	Means  bool          `json:"means,omitempty"`  // with time, money or material, not words alone
}

// Validate checks the role and the member.
func (r Resolution) Validate() error {
	return rule.All(checkRole("by", r.By), person.CheckOptionalMember("member", r.Member))
}

// Confirmation is what somebody whom a ticket befell tells when it is resolved.
type Confirmation struct {
	Rating int          `json:"rating"` // of the resolution, 1..5
	Token  person.Token `json:"token"`  // it speaks once of each resolution
}

// Validate checks the rating and the token.
func (c Confirmation) Validate() error {
	return rule.All(rule.Between("rating", c.Rating, 1, 5), person.CheckToken("token", c.Token))
}

// Contest is what somebody whom a ticket befell tells when it is not resolved.
type Contest struct {
	Reason person.Text  `json:"reason,omitempty"`
	Token  person.Token `json:"token"` // it speaks once of each resolution
}

// Validate checks the length and the token.
func (c Contest) Validate() error {
	return rule.All(person.CheckText("reason", c.Reason), person.CheckToken("token", c.Token))
}

// Reopening is what is told when a ticket comes back.
type Reopening struct {
	Reason person.Text `json:"reason,omitempty"`
}

// Validate checks the length.
func (r Reopening) Validate() error { return person.CheckText("reason", r.Reason) }
