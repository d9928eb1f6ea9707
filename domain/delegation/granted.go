package delegation

import (
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Granted says that somebody offers somebody else a domain to decide in.
type Granted struct {
	TeamID   string        `json:"teamId"`
	From     person.Member `json:"from"`     // who decided so far
	To       person.Member `json:"to"`       // who decides from now on, somebody else
	Domain   string        `json:"domain"`   // what is decided, 1..200 characters
	Autonomy int           `json:"autonomy"` // 1..7, from being told to deciding alone
	Stakes   int           `json:"stakes"`   // 1..3, what a mistake would cost
	Means    []Means       `json:"means"`    // what comes with it, each named once
}

// Means is something without which a delegation is a burden.
type Means string

// The means.
const (
	Time      Means = "time"
	Budget    Means = "budget"
	Training  Means = "training"
	Authority Means = "authority"
)

var means = [...]Means{Time, Budget, Training, Authority}

// Words lists the means.
func (Means) Words() []string { return rule.Words(means[:]) }

// EventName is the name in storage.
func (Granted) EventName() string { return "delegation.granted" }

// Validate checks the people, the bounds and that no means is named twice.
func (e Granted) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		person.CheckMember("from", e.From),
		person.CheckMember("to", e.To),
		rule.Check("to", string(e.To), e.To != e.From || e.To == "", "must be somebody else than from"),
		rule.Text("domain", e.Domain, 1, 200),
		rule.Between("autonomy", e.Autonomy, 1, 7),
		rule.Between("stakes", e.Stakes, 1, 3),
		rule.Each("means", e.Means, func(m Means) error { return rule.OneOf("", m, means[:]...) }),
		rule.Distinct("means", e.Means),
	)
}

func (e Granted) judge(d Delegation) error {
	if d.granted {
		return event.Conflict("this delegation was granted already: what is granted anew is another delegation")
	}
	return nil
}

func (e Granted) apply(d *Delegation) { d.granted = true }
