package review

import (
	"strconv"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/rule"
)

// Opened says which scorecards a review looks at. The same question can be asked again
// at any time and has the same answer.
type Opened struct {
	Scope   []string      `json:"scope"`             // ids of 1..1000 teams
	AsOf    calendar.Date `json:"asOf"`              // the day the scorecards speak of
	KnownAt string        `json:"knownAt,omitempty"` // position up to which the log was known, in decimal; the whole log when empty
}

// EventName is the name in storage.
func (Opened) EventName() string { return "review.opened" }

// Validate checks the teams, the day and the position.
func (e Opened) Validate() error {
	return rule.All(
		rule.Check("scope", len(e.Scope), len(e.Scope) >= 1 && len(e.Scope) <= 1000, "must name 1 to 1000 teams"),
		rule.Distinct("scope", e.Scope),
		rule.Each("scope", e.Scope, func(id string) error { return rule.ID("", id) }),
		calendar.CheckGiven("asOf", e.AsOf),
		checkPosition("knownAt", e.KnownAt),
	)
}

func checkPosition(path, s string) error {
	if s == "" {
		return nil
	}
	_, err := strconv.ParseUint(s, 10, 64)
	return rule.Check(path, s, err == nil, "must be a position of the log, in decimal")
}

func (e Opened) judge(r Review) error {
	if r.opened {
		return event.Conflict("this review was opened already: another scope or another day is another review")
	}
	return nil
}

func (e Opened) apply(r *Review) { r.opened = true }
