package survey

import (
	"math"

	"soin/domain/instrument"
	"soin/domain/person"
	"soin/domain/rule"
)

// BallotCast says what one person answered. It goes into the ballot box and never into
// the log.
type BallotCast struct {
	TeamID  string              `json:"teamId"`
	Token   person.Token        `json:"token"`
	Answers map[string]*float64 `json:"answers"` // 1..1000 by item id: whole numbers -100..100, null for no answer
}

// EventName is the name on the wire.
func (BallotCast) EventName() string { return "survey.ballot-cast" }

// Voice marks the type.
func (BallotCast) Voice() {}

// Validate checks the ids and the answers.
func (e BallotCast) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		person.CheckToken("token", e.Token),
		instrument.CheckAnswers("answers", e.Answers, checkCast),
	)
}

func checkCast(answer *float64) error {
	if answer == nil {
		return nil
	}
	return rule.All(
		rule.Between("", *answer, lowestAnswer, highestAnswer),
		rule.Check("", *answer, *answer == math.Trunc(*answer), "must be a whole number"),
	)
}
