// Package selfassessment tells how managers see their own conduct, in the words of an
// instrument, to be held against what their teams live.
package selfassessment

import (
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/person"
	"soin/domain/rule"
)

// Context judges facts about self-assessments; their streams are "selfassessment-<id>",
// one for each time somebody assesses themselves.
var Context = event.NewSingle[Submitted]("selfassessment")

// Submitted says how a manager answered an instrument about their own conduct towards a
// team.
type Submitted struct {
	TeamID       string             `json:"teamId"`
	Member       person.Member      `json:"member"` // who manages the team
	InstrumentID string             `json:"instrumentId"`
	Version      string             `json:"version,omitempty"` // of the instrument; newest at the time when empty
	Answers      map[string]float64 `json:"answers"`           // 1..1000 by item id
}

// EventName is the name in storage.
func (Submitted) EventName() string { return "self-assessment.submitted" }

// Validate checks the ids and the answers.
func (e Submitted) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		person.CheckMember("member", e.Member),
		rule.ID("instrumentId", e.InstrumentID),
		rule.OptionalID("version", e.Version),
		instrument.CheckAnswers("answers", e.Answers, instrument.CheckAnswer),
	)
}
