package team

import "soin/domain/rule"

// HeadcountReported says how many people a team has.
type HeadcountReported struct {
	Headcount int `json:"headcount"` // people, 0..10,000,000
}

// EventName is the name in storage.
func (HeadcountReported) EventName() string { return "team.headcount-reported" }

// Validate checks the bounds.
func (e HeadcountReported) Validate() error {
	return rule.Between("headcount", e.Headcount, 0, 10_000_000)
}

func (e HeadcountReported) judge(t Team) error { return t.formed() }
func (e HeadcountReported) apply(*Team)        {}
