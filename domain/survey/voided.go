package survey

import "soin/domain/rule"

// Reason is why answers are void.
type Reason string

// The reasons.
const (
	Stuffing    Reason = "stuffing" // ballots that nobody of the unit cast
	Pressure    Reason = "pressure" // people were told what to answer
	OtherReason Reason = "other"
)

var reasons = [...]Reason{Stuffing, Pressure, OtherReason}

// Words lists the reasons.
func (Reason) Words() []string { return rule.Words(reasons[:]) }

// Voided says that the answers of a unit of teams must not be used, whether or not they
// were released before.
type Voided struct {
	TeamIDs []string `json:"teamIds"` // one unit: 1..1000 teams, sorted
	Reason  Reason   `json:"reason"`
}

// EventName is the name in storage.
func (Voided) EventName() string { return "survey.voided" }

// Validate checks the unit and the reason.
func (e Voided) Validate() error {
	return rule.All(
		rule.SortedIDs("teamIds", e.TeamIDs, mostTeams),
		rule.OneOf("reason", e.Reason, reasons[:]...),
	)
}

func (e Voided) judge(s Survey) error {
	_, err := s.unit(e.TeamIDs)
	return err
}

func (e Voided) apply(s *Survey) { s.note(unit{teamIDs: e.TeamIDs, voided: true}) }
