// Package impact tells what an organisation changes in the world around it, measured
// as it measures it.
package impact

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about impact; their streams are "impact-<id>".
var Context = event.NewSingle[Reported]("impact")

// Reported says what a team changed, by one measure.
type Reported struct {
	TeamID   string  `json:"teamId"`
	Domain   Domain  `json:"domain"`
	Measure  string  `json:"measure"`            // what was measured, 1..200 characters
	Value    float64 `json:"value"`              // -10^15..10^15, in the unit
	Unit     string  `json:"unit"`               // 1..64 characters
	Evidence string  `json:"evidence,omitempty"` // reference or address of the proof, at most 500 characters
}

// Domain is whom or what an impact is on.
type Domain string

// The domains.
const (
	Social        Domain = "social"
	Environmental Domain = "environmental"
	Supplier      Domain = "supplier"
	Community     Domain = "community"
)

var domains = [...]Domain{Social, Environmental, Supplier, Community}

// Words lists the domains.
func (Domain) Words() []string { return rule.Words(domains[:]) }

// EventName is the name in storage.
func (Reported) EventName() string { return "impact.reported" }

// Validate checks the domain, the lengths and the bounds.
func (e Reported) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.OneOf("domain", e.Domain, domains[:]...),
		rule.Text("measure", e.Measure, 1, 200),
		rule.Between("value", e.Value, -1e15, 1e15),
		rule.Text("unit", e.Unit, 1, 64),
		rule.Text("evidence", e.Evidence, 0, 500),
	)
}
