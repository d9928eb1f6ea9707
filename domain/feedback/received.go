// Package feedback tells what customers, suppliers, the community and partners answered
// when they were asked how it was.
package feedback

import (
	"fmt"
	"maps"
	"slices"

	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about feedback; their streams are "feedback-<id>", one for each
// answer.
var Context = event.NewSingle[Received]("feedback")

// Received says what somebody answered about a team: a value, or for the mirror metric
// the answers to its items, and never both.
type Received struct {
	TeamID     string             `json:"teamId"`
	Metric     Metric             `json:"metric"`
	Value      *float64           `json:"value,omitempty"`      // on the scale of the metric
	Answers    map[string]float64 `json:"answers,omitempty"`    // of a mirror: some of C1..C4, each 1..5
	Touchpoint string             `json:"touchpoint,omitempty"` // what it was about, at most 200 characters
	Channel    string             `json:"channel,omitempty"`    // how it was asked: "mail", "phone", ..., at most 64 characters
}

// EventName is the name in storage.
func (Received) EventName() string { return "feedback.received" }

// Validate checks the id, the metric, its scale and the lengths.
func (e Received) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.OneOf("metric", e.Metric, metrics[:]...),
		e.validateContent(),
		rule.Text("touchpoint", e.Touchpoint, 0, 200),
		rule.Text("channel", e.Channel, 0, 64),
	)
}

func (e Received) validateContent() error {
	if e.Metric == Mirror {
		return rule.All(
			rule.Check("value", e.Value != nil, e.Value == nil, "does not go with a mirror, which has answers"),
			e.validateMirror(),
		)
	}
	answers := rule.Check("answers", len(e.Answers), len(e.Answers) == 0, "go with a mirror only")
	if e.Value == nil {
		return rule.All(rule.Break("value", nil, "must be given"), answers)
	}
	low, high := e.Metric.Scale()
	return rule.All(rule.Between("value", *e.Value, low, high), answers)
}

func (e Received) validateMirror() error {
	low, high := Mirror.Scale()
	checks := []error{rule.Check("answers", len(e.Answers), len(e.Answers) > 0, "must be given")}
	for _, item := range slices.Sorted(maps.Keys(e.Answers)) {
		if err := rule.OneOf("answers", item, mirrorItems[:]...); err != nil {
			checks = append(checks, err)
			continue
		}
		checks = append(checks, rule.Between(fmt.Sprintf("answers[%q]", item), e.Answers[item], low, high))
	}
	return rule.All(checks...)
}
