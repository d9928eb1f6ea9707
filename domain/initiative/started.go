package initiative

import (
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Started says that people of a team began an initiative.
type Started struct {
	TeamID       string          `json:"teamId"`
	Axis         care.Axis       `json:"axis"`
	Origin       Origin          `json:"origin"`
	Participants []person.Member `json:"participants"` // 1..1000, nobody twice
	Stakeholder  Stakeholder     `json:"stakeholder"`  // whom it is for
}

// Origin is where the idea of an initiative came from.
type Origin string

// The origins.
const (
	FromTeam         Origin = "team"
	FromManager      Origin = "manager"
	FromOrganisation Origin = "organisation"
)

var origins = [...]Origin{FromTeam, FromManager, FromOrganisation}

// Words lists the origins.
func (Origin) Words() []string { return rule.Words(origins[:]) }

// Stakeholder is whom an initiative is for.
type Stakeholder string

// The stakeholders.
const (
	Customers   Stakeholder = "customers"
	Suppliers   Stakeholder = "suppliers"
	Society     Stakeholder = "society"
	Environment Stakeholder = "environment"
	Employees   Stakeholder = "employees"
)

var stakeholders = [...]Stakeholder{Customers, Suppliers, Society, Environment, Employees}

// Words lists the stakeholders.
func (Stakeholder) Words() []string { return rule.Words(stakeholders[:]) }

// EventName is the name in storage.
func (Started) EventName() string { return "initiative.started" }

// Validate checks the vocabularies, and that nobody takes part twice.
func (e Started) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.OneOf("axis", e.Axis, care.Axes[:]...),
		rule.OneOf("origin", e.Origin, origins[:]...),
		rule.Check("participants", len(e.Participants), len(e.Participants) >= 1 && len(e.Participants) <= 1000,
			"must name 1 to 1000 people"),
		rule.Distinct("participants", e.Participants),
		rule.Each("participants", e.Participants, func(m person.Member) error { return person.CheckMember("", m) }),
		rule.OneOf("stakeholder", e.Stakeholder, stakeholders[:]...),
	)
}

func (e Started) judge(i Initiative) error {
	if i.started {
		return event.Conflict("this initiative was started already: what began anew is another initiative")
	}
	return nil
}

func (e Started) apply(i *Initiative) { i.started = true }
