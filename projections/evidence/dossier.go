package evidence

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections/fold"
)

// Dossier is all that is known of one team's care.
type Dossier struct {
	_     struct{}       `cbor:",toarray"`
	Since event.Position // of the last fact that may change an answer about the team, or about a team below it

	Managers         fold.Timeline[fold.Word] // members appointed
	Irritants        []Ticket
	Complaints       []Ticket
	Needs            []Need
	Delegations      []Delegation
	Recognitions     []Recognition
	Prizes           []Prize // awards to the team's initiatives
	Feedbacks        []Feedback
	Invitations      []Invitation
	Contacts         []Contact
	Freed            []FreedTime
	Trainings        []Training
	Onboardings      []Onboarding
	Commitments      []Commitment
	Means            []Means
	Workloads        []Workload
	Initiatives      []Initiative
	Decisions        []Decision
	Listenings       []Listening
	Helps            []Help // given by members of the team
	CareActs         []CareAct
	Impacts          []Impact
	Turnovers        []Turnover
	Sales            []Sale
	Practices        []Practice
	Incidents        []Incident
	Voices           []Release // released boxes of receivers' ratings
	Units            []int32   // released survey units, by moment: see Evidence.Unit
	SelfAssessments  []SelfAssessment
	Reviews          []Review    // whose scope names the team
	HelpsFromOutside []Help      // received from members of other teams
	Below            []fold.Word // teams that ever had this one as parent
	Above            []fold.Word // teams that ever were its parent
	Into             []fold.Word // teams it ended into

	next []*Dossier // those of Above and Into
}

// Moment is when something happened and where the log says so.
type Moment struct {
	_  struct{} `cbor:",toarray"`
	At fold.Instant
	In event.Position
}

// Period is a measured stretch of days, both ends included.
type Period struct {
	_          struct{} `cbor:",toarray"`
	Start, End int32    // calendar.Date
}

func period(start, end calendar.Date) Period { return Period{Start: int32(start), End: int32(end)} }
