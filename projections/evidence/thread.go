package evidence

import (
	"soin/domain/care"
	"soin/projections/fold"
)

// StepKind is what a later fact says of an earlier one.
type StepKind uint8

// The steps, in the order in which they can follow each other at one moment.
const (
	Acknowledged StepKind = iota + 1
	Accepted
	Declined
	Owned
	Overridden
	Answered
	Resolved
	Completed
	Confirmed
	Contested
	Reopened
	Withdrawn
	Revoked
	Kept
	KeptLate
	Broken
	Closed
	Used
	Nominated
	Adopted
)

// Step is one later fact.
type Step struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Kind        StepKind
	Rating      int8      // confirmed: 1..5
	Role        Role      // acknowledged, resolved: who did it
	Flag        bool      // revoked: agreed; resolved, answered: with means; answered: see Anticipated
	Anticipated bool      // answered: before anybody asked
	Outcome     Outcome   // completed
	By          fold.Word // member, token of a confirmation or contest, team of an adoption; 0 none
	Amount      float64   // used: hours
}

// Role is who acknowledged or resolved something.
type Role uint8

// The roles.
const (
	NoRole Role = iota
	ByTeam
	ByManager
	ByOrganisation
)

// Outcome is how a delegation ended.
type Outcome uint8

// The outcomes.
const (
	NoOutcome Outcome = iota
	Success
	Partial
	Error
)

// Axis is a care.Axis in one byte.
type Axis uint8

// The axes; NoAxis where a fact names none.
const (
	NoAxis Axis = iota
	Self
	Team
	Planet
)

// Word is the axis in the language of care, empty for NoAxis.
func (a Axis) Word() care.Axis {
	if a == NoAxis || a > Planet {
		return ""
	}
	return care.Axes[a-1]
}

// Ticket is an irritant or a complaint with what became of it.
type Ticket struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID         string
	Severity   int8
	Basic      bool
	Axis       Axis
	Touchpoint fold.Word // 0 none
	Token      fold.Word // of who reported it; 0 none
	Member     fold.Word // who reported it, where told; 0 none
	Steps      []Step    // by moment
}

// Need is a need that was signalled, or answered before it was.
type Need struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID        string
	Axis      Axis
	Kind      fold.Word // 0 none
	Member    fold.Word // 0 none
	Signalled bool      // false: it was anticipated
	Steps     []Step
}

// Delegation is a mission handed on, with its means and its fate.
type Delegation struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID       string
	From, To fold.Word
	Domain   fold.Word
	Autonomy int8 // 1..7
	Stakes   int8 // 1..3
	Means    int8 // how many kinds of means: time, budget, training, authority
	Steps    []Step
}

// Commitment is a promise with its fate.
type Commitment struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID       string
	Axis     Axis
	Owner    fold.Word // 0 none
	DueOn    int32     // calendar.Date
	Hours    float64   // budgeted
	Amount   float64   // budgeted
	Publicly bool
	Steps    []Step
}

// Means is an envelope of hours or money, with what was used of it.
type Means struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID     string
	Axis   Axis
	Hours  float64
	Amount float64
	Steps  []Step // Used, Amount in hours
}

// Initiative is something people started beyond their work.
type Initiative struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID           string
	Axis         Axis
	Origin       Role
	Participants []fold.Word
	Stakeholder  fold.Word // customers, suppliers, society, environment, employees
	Steps        []Step
}

// Incident is a matter of safety: counters and outcomes, never a story.
type Incident struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID         string
	Category   Category
	Severity   int8
	Delegation string    // linked, empty when none
	ByManager  bool      // a manager told a mistake of their own
	Steps      []Step    // Owned, Closed
	Outcome    fold.Word // told at closing; 0 none
}

// Category is what an incident is about.
type Category uint8

// The categories.
const (
	OtherIncident Category = iota
	Mistake
	Disagreement
	Retaliation
)

// Review is a review of leadership that covers the team.
type Review struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID      string
	AsOf    int32
	Actions []Action
	Steps   []Step // Closed
}

// Action is what a review assigned.
type Action struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID    string
	DueOn int32
	Done  *Moment
}
