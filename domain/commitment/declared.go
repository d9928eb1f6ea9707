package commitment

import (
	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Declared says that a team committed itself to take care of somebody or something by a day.
type Declared struct {
	TeamID            string        `json:"teamId"`
	Axis              care.Axis     `json:"axis"`
	Owner             person.Member `json:"owner,omitempty"`        // who answers for it
	DueOn             calendar.Date `json:"dueOn"`                  // last day on which it is kept in time
	BudgetHours       float64       `json:"budgetHours,omitempty"`  // working hours set aside, 0..10,000,000
	BudgetAmount      float64       `json:"budgetAmount,omitempty"` // money set aside, in the organisation's currency, 0..10^12
	AnnouncedPublicly bool          `json:"announcedPublicly,omitempty"`
}

// EventName is the name in storage.
func (Declared) EventName() string { return "commitment.declared" }

// Validate checks the ids, the axis, the day and the bounds of the budget.
func (e Declared) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.OneOf("axis", e.Axis, care.Axes[:]...),
		person.CheckOptionalMember("owner", e.Owner),
		calendar.CheckGiven("dueOn", e.DueOn),
		rule.Between("budgetHours", e.BudgetHours, 0, 10_000_000),
		rule.Between("budgetAmount", e.BudgetAmount, 0, 1e12),
	)
}

func (e Declared) judge(c Commitment) error {
	if c.declared {
		return event.Conflict("this commitment was declared already: declare what was added as another commitment")
	}
	return nil
}

func (e Declared) apply(c *Commitment) { c.declared = true }
