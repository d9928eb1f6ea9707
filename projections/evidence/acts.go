package evidence

import "soin/projections/fold"

// Kind tells apart acts of result and of relation.
type Kind uint8

// The kinds of recognition and of help.
const (
	OtherKind Kind = iota
	Result
	Effort
	Skill
	Relational
	Technical
)

// Recognition is one thank-you.
type Recognition struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	From, To fold.Word
	Kind     Kind
	Digest   uint32 // of the message as stored, 0 without one: equal texts of one writer have equal digests
}

// Prize is a care prize awarded to an initiative of the team.
type Prize struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Edition    fold.Word
	Initiative string
	Nominators []fold.Word // by id
	AdoptedBy  []fold.Word // teams that took it over, by id
	Steps      []Step      // Nominated, Adopted: when, and By whom
}

// Metric is what a piece of feedback measures.
type Metric uint8

// The metrics.
const (
	CSAT Metric = iota + 1
	CES
	NPS
	Mirror
	Suppliers
	Community
	Partners
)

// Feedback is one answer from outside.
type Feedback struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Metric     Metric
	Value      float64   // of the metric's own scale; mirror: unused
	Mirror     [4]int8   // C1..C4, 0 unanswered
	Touchpoint fold.Word // 0 none
}

// Invitation is how many of those the team met were asked for feedback.
type Invitation struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Period
	Contacts, Invited int32
	ByAgent           bool // the agent chose whom
}

// Contact is what the team handled in a period.
type Contact struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Period
	Contacts    int32
	WaitSeconds float64 // median
	ByRobot     int32
	Handovers   int32
	Routed      int32 // to the competence asked for
}

// FreedTime is hours that automation freed and where they went.
type FreedTime struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Period
	Hours   float64
	By      fold.Word
	SpentOn fold.Word // relation, training, rest, volume
}

// Training is one training somebody completed.
type Training struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Member     fold.Word
	Competence fold.Word
	Hours      float64
	Validated  bool
	Transfer   int8 // 1..5, 0 not measured
}

// Onboarding is a step that a newcomer reached.
type Onboarding struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Member fold.Word
	Step   fold.Word
	Safe   bool // mentored
}

// Workload is working days and those on which the right to disconnect was breached.
type Workload struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Period
	PersonDays, BreachDays float64
}

// Decision is one that affects the team, with the council held before it.
type Decision struct {
	_ struct{} `cbor:",toarray"`
	Moment
	ID        string
	Mode      Mode
	Cites     bool      // care evidence
	Escalated bool      // it had to go up
	Councils  []Council // by moment
}

// Mode is how a decision was taken.
type Mode uint8

// The modes.
const (
	Imposed Mode = iota + 1
	Consulted
	Chosen
)

// Council is a deliberation.
type Council struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Participants, Eligible int32
}

// Listening is a time to listen that was held.
type Listening struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Kind         fold.Word // one-to-one, round, visit, forum
	Participants int32
	Commitments  int32 // that came out of it
}

// Help is help between members, or across teams.
type Help struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	From, To fold.Word
	FromTeam fold.Word
	ToTeam   fold.Word // 0 the same team
	Kind     Kind
	Asked    bool
}

// CareAct is care work somebody logged.
type CareAct struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Member  fold.Word // 0 not told
	Kind    Kind
	Axis    Axis
	Small   bool
	Carer   bool // an arrangement for a carer of relatives
	Minutes float64
}

// Impact is a measured effect outside the organisation.
type Impact struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Domain   fold.Word // social, environmental, supplier, community
	Measure  fold.Word
	Unit     fold.Word
	Value    float64
	Evidence bool
}

// Turnover is who came and who left in a period.
type Turnover struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Period
	Joined, Left, Referred int32
}

// Sale is a sale concluded.
type Sale struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Touchpoint fold.Word
	Follows    bool // feedback
}

// Practice is a common rule adapted to the place.
type Practice struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	From, To, Reason string
}

// Governance is a change of rules.
type Governance struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Scope string    // team id, or "organisation"
	What  fold.Word // criteria, pay, mandate, process
}

// SelfAssessment is a manager's answers about their own practice.
type SelfAssessment struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Member     fold.Word
	Instrument fold.Word
	Version    fold.Word // 0 not told
	Items      []fold.Word
	Answers    []float64
}

// Unit is a released unit of a survey: the answers of one team, or of several that are
// measured together. Survey results are used as this whole and never in parts.
type Unit struct {
	_          struct{} `cbor:",toarray"`
	Moment              // of the release; the batch's age counts from ClosedOn
	Survey     fold.Word
	Instrument fold.Word
	Version    fold.Word
	ClosedOn   int32       // calendar.Date
	Teams      []fold.Word // by id
	Eligible   int32       // tokens issued
	Responses  int32       // dropped ones included
	Items      []fold.Word
	Ballots    []byte // row by row: 0 no answer, else the answer plus 101
	Voided     *Moment
}

// Answer is one cell of the ballots; false where there is none.
func (u *Unit) Answer(ballot, item int) (float64, bool) {
	b := u.Ballots[ballot*len(u.Items)+item]
	return float64(int(b) - 101), b != 0
}

// N is how many ballots the unit holds.
func (u *Unit) N() int {
	if len(u.Items) == 0 {
		return 0
	}
	return len(u.Ballots) / len(u.Items)
}

// Release is a released box of receivers' ratings.
type Release struct {
	_ struct{} `cbor:",toarray"`
	Moment
	Subject
	Kind    ReleaseKind
	Period  Period
	Teams   []fold.Word
	Axis    Axis
	From    fold.Word // who rated: members (0), customers, suppliers, community, partners
	Acts    int32     // the unit covers, 0 not told
	Ratings []Rating  // sorted
}

// ReleaseKind is what receivers rated.
type ReleaseKind uint8

// The kinds.
const (
	OfCare ReleaseKind = iota + 1
	OfError
	OfSafety
)

// Rating is one rating, each 1..5, 0 where it was not asked or not answered.
type Rating struct {
	_                    struct{} `cbor:",toarray"`
	Fit, Autonomy, Score int8
}
