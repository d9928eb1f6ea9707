package review

import (
	"soin/domain/person"
	"soin/domain/rule"
)

// Decided says what a review decided. A review may decide several things.
type Decided struct {
	Text person.Text `json:"text"` // 1..2,000 characters
}

// EventName is the name in storage.
func (Decided) EventName() string { return "review.decided" }

// Validate checks the text.
func (e Decided) Validate() error {
	return rule.All(
		rule.Check("text", string(e.Text), e.Text != "", "must be given"),
		person.CheckText("text", e.Text),
	)
}

func (e Decided) judge(r Review) error { return r.open() }
func (e Decided) apply(*Review)        {}
