package concepts

import (
	"fmt"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/careact"
	"soin/domain/commitment"
	"soin/domain/complaint"
	"soin/domain/contact"
	"soin/domain/council"
	"soin/domain/decision"
	"soin/domain/delegation"
	"soin/domain/feedback"
	"soin/domain/freedtime"
	"soin/domain/governance"
	"soin/domain/help"
	"soin/domain/impact"
	"soin/domain/initiative"
	"soin/domain/invitation"
	"soin/domain/irritant"
	"soin/domain/listening"
	"soin/domain/means"
	"soin/domain/need"
	"soin/domain/onboarding"
	"soin/domain/person"
	"soin/domain/practice"
	"soin/domain/prize"
	"soin/domain/recognition"
	"soin/domain/review"
	"soin/domain/safety"
	"soin/domain/sale"
	"soin/domain/selfassessment"
	"soin/domain/team"
	"soin/domain/ticket"
	"soin/domain/training"
	"soin/domain/turnover"
	"soin/domain/voices"
	"soin/domain/workload"
)

func member(i int) person.Member { return person.Member(fmt.Sprintf("m%d", i)) }

// rich is two years of a team of twelve in an organisation, in which everything happens.
func rich(t *testing.T) *story {
	s := told(t)
	s.forms("org", "", 40, team.Formed{})
	s.forms("t", "org", 12, team.Formed{Kind: "ward", Contexts: []string{"night"}})
	for _, id := range []string{"u", "v", "w", "x"} {
		s.forms(id, "org", 8, team.Formed{Kind: "ward", Contexts: []string{"night"}})
	}
	for i, id := range []string{"t", "u", "v", "w", "x"} {
		s.fact(today-900, "team-"+id, team.ManagerAppointed{Member: person.Member("boss-" + id)})
		s.fact(today-40+calendar.Date(i), "need-own-"+id, need.Signalled{TeamID: id, Axis: care.Self, Member: person.Member("boss-" + id)})
	}
	for month := range 24 {
		s.month(month, today-30*calendar.Date(24-month)+5)
	}
	s.fact(today-100, "governance-1", governance.Changed{Scope: governance.Organisation, What: governance.Criteria, Evidence: "minutes"})
	s.fact(today-60, "review-1", review.Opened{Scope: []string{"t"}, AsOf: today - 60})
	s.fact(today-60, "review-1", review.ActionAssigned{Action: "a1", Owner: "m1", DueOn: today - 10, About: "rota"})
	return s
}

// month tells of one month of team t.
func (s *story) month(i int, on calendar.Date) {
	n := func(stream string) string { return fmt.Sprintf("%s-%d", stream, i) }
	a, b := member(i%12), member((i+5)%12)
	s.fact(on, n("irritant"), irritant.Reported{TeamID: "t", Severity: 1 + i%3, Axis: care.Team, Basic: i%2 == 0, Touchpoint: "till"})
	s.fact(on+2, n("irritant"), irritant.Acknowledged{By: ticket.Manager})
	s.fact(on+4, n("irritant"), irritant.Resolved{By: ticket.Organisation, Means: true})
	s.fact(on+6, n("irritant"), irritant.Confirmed{Rating: 5, Token: "k"})
	s.fact(on, n("complaint"), complaint.Reported{TeamID: "t", Severity: 2, Axis: care.Planet, Touchpoint: "till"})
	s.fact(on+2, n("complaint"), complaint.Resolved{By: ticket.Team, Means: true})
	s.fact(on+5, n("complaint"), complaint.Confirmed{Rating: 4, Token: "k"})
	s.fact(on, n("need"), need.Signalled{TeamID: "t", Axis: care.Self, Member: a})
	s.fact(on+1, n("need"), need.Acknowledged{By: "manager"})
	s.fact(on+8, n("need"), need.Answered{Origin: need.Asked, Means: true})
	s.fact(on, n("delegation"), delegation.Granted{
		TeamID: "t", From: "boss-t", To: a, Domain: "rota", Autonomy: 5, Stakes: 2, Means: []delegation.Means{"time", "training"},
	})
	s.fact(on+1, n("delegation"), delegation.Accepted{})
	s.fact(on, n("recognition"), recognition.Given{TeamID: "t", From: a, To: b, Kind: recognition.Relational, Message: "bravo"})
	s.fact(on+1, n("recognition-back"), recognition.Given{TeamID: "t", From: b, To: "boss-t", Kind: recognition.Skill})
	s.fact(on, n("help"), help.Given{TeamID: "t", From: a, To: b, Kind: help.Relational, Asked: true})
	s.fact(on, n("help-out"), help.Given{TeamID: "t", From: b, To: "z", ToTeamID: "u", Kind: help.Technical})
	s.fact(on, n("help-in"), help.Given{TeamID: "u", From: "z", To: a, ToTeamID: "t", Kind: help.Technical})
	s.fact(on, n("careact"), careact.Logged{TeamID: "t", Member: a, Kind: careact.Relational, Small: true, Minutes: 30, Axis: care.Team})
	s.fact(on, n("careact-t"), careact.Logged{TeamID: "t", Member: b, Kind: careact.Technical, Minutes: 30, Axis: care.Planet})
	s.fact(on, n("carer"), careact.Logged{TeamID: "t", Kind: careact.Relational, Carer: true})
	s.fact(on, n("decision"), decision.Taken{AffectsTeamID: "t", Mode: decision.Chosen, CitesCareEvidence: true})
	s.fact(on-1, n("council"), council.Held{DecisionID: fmt.Sprint(i), TeamID: "t", Participants: 8, Eligible: 12})
	s.fact(on, n("listening"), listening.Held{TeamID: "t", Kind: listening.Round, Participants: 9})
	s.fact(on, n("training"), training.Completed{TeamID: "t", Member: "boss-t", Competence: fmt.Sprintf("c%d", i), Hours: 8, Validated: true, Transfer: 4})
	s.fact(on, n("commitment"), commitment.Declared{TeamID: "t", Axis: care.Planet, Owner: a, DueOn: on + 20, BudgetHours: 5, AnnouncedPublicly: true})
	s.fact(on+15, n("commitment"), commitment.Kept{})
	s.fact(on, n("means"), means.Allocated{TeamID: "t", Axis: care.Self, Hours: 10})
	s.fact(on+9, n("means"), means.Used{TeamID: "t", Axis: care.Self, Hours: 8})
	s.fact(on, n("initiative"), initiative.Started{
		TeamID: "t", Axis: care.Planet, Origin: initiative.FromTeam, Participants: []person.Member{a, b, "m20", "m21", "m22"}, Stakeholder: initiative.Customers,
	})
	s.fact(on+12, n("initiative"), initiative.Completed{Outcome: "done"})
	s.fact(on, n("impact"), impact.Reported{TeamID: "t", Domain: impact.Environmental, Measure: "paper", Value: 3, Unit: "kg", Evidence: "bill"})
	s.fact(on, n("practice"), practice.Adapted{TeamID: "t", From: "call back in an hour", To: "call back at dawn", Reason: "nights"})
	s.fact(on, n("safety"), safety.Opened{TeamID: "t", Category: safety.Mistake, Severity: 1, ByManager: i%2 == 0})
	s.fact(on+2, n("safety"), safety.Owned{By: "manager"})
	s.fact(on+9, n("safety"), safety.Closed{Outcome: safety.Helped})
	s.fact(on, n("sale"), sale.Concluded{TeamID: "t", FollowsFeedback: i%2 == 0})
	s.measured(i, on)
}

// measured tells of what is counted over a month, of feedback and of released ratings.
func (s *story) measured(i int, on calendar.Date) {
	n := func(stream string) string { return fmt.Sprintf("%s-%d", stream, i) }
	end := on + 20
	s.fact(end, n("contact"), contact.Handled{
		TeamID: "t", PeriodStart: on, PeriodEnd: end, Contacts: 200, WaitSecondsMedian: 40, ByRobot: 20, Handovers: 10, Routed: 150,
	})
	s.fact(end, n("invitation"), invitation.Invited{TeamID: "t", PeriodStart: on, PeriodEnd: end, Contacts: 200, Invited: 100})
	s.fact(end, n("freedtime"), freedtime.Freed{TeamID: "t", PeriodStart: on, PeriodEnd: end, Hours: 10, By: "callbot", SpentOn: freedtime.Relation})
	s.fact(end, n("workload"), workload.Sampled{TeamID: "t", PeriodStart: on, PeriodEnd: end, PersonDays: 200, BreachDays: 20})
	s.fact(end, n("turnover"), turnover.Reported{TeamID: "t", PeriodStart: on, PeriodEnd: end, Joined: 1, Left: 1, Referred: 1})
	s.fact(on, n("onboarding-a"), onboarding.StepReached{TeamID: "t", Member: member(30 + i), Step: "first-contact", Safe: true})
	s.fact(end, n("onboarding-b"), onboarding.StepReached{TeamID: "t", Member: member(30 + i), Step: "alone", Safe: false})
	s.fact(on, n("selfassessment"), selfassessment.Submitted{TeamID: "t", Member: "boss-t", InstrumentID: "mgr", Version: "1", Answers: map[string]float64{"x": 4}})
	for j := range 10 {
		x := 4.0
		s.fact(on, fmt.Sprintf("feedback-%d-%d", i, j), feedback.Received{TeamID: "t", Metric: feedback.Mirror, Answers: map[string]float64{"C1": 4, "C2": 5, "C3": 3, "C4": 4}})
		s.fact(on, fmt.Sprintf("feedback-csat-%d-%d", i, j), feedback.Received{TeamID: "t", Metric: feedback.CSAT, Value: &x})
	}
	for _, box := range []voices.Released{
		{Kind: voices.Care, Axis: care.Planet, Ratings: fill(10, voices.Rating{Fit: 4, Autonomy: 5})},
		{Kind: voices.Error, Ratings: fill(10, voices.Rating{Score: 4})},
		{Kind: voices.Safety, Ratings: fill(10, voices.Rating{Score: 4})},
	} {
		box.TeamIDs, box.PeriodStart, box.PeriodEnd = []string{"t"}, on, end
		s.fact(end, fmt.Sprintf("voices-%s-%d", box.Kind, i), box)
	}
	if i%12 == 0 {
		s.fact(end, n("prize"), prize.Opened{Edition: "spring"})
		s.fact(end, n("prize"), prize.Nominated{InitiativeID: fmt.Sprint(i), By: "m40"})
		s.fact(end, n("prize"), prize.Awarded{InitiativeID: fmt.Sprint(i)})
		s.fact(end+9, n("prize"), prize.Adopted{InitiativeID: fmt.Sprint(i), ByTeamID: "u"})
	}
}

func fill(n int, r voices.Rating) []voices.Rating {
	list := make([]voices.Rating, n)
	for i := range list {
		list[i] = r
	}
	return list
}
