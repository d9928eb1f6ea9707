package evidence_test

import (
	"reflect"
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/commitment"
	"soin/domain/complaint"
	"soin/domain/delegation"
	"soin/domain/event"
	"soin/domain/irritant"
	"soin/domain/means"
	"soin/domain/need"
	"soin/domain/person"
	"soin/domain/review"
	"soin/domain/safety"
	"soin/projections/evidence"
)

func TestADelegationHasItsMeansAndItsFate(t *testing.T) {
	v := told(
		fact{"delegation-d1", 1, delegation.Granted{TeamID: "a", From: "m1", To: "m2", Domain: "rota", Autonomy: 5, Stakes: 2,
			Means: []delegation.Means{delegation.Time, delegation.Budget}}},
		fact{"delegation-d1", 2, delegation.Accepted{}},
		fact{"delegation-d1", 5, delegation.Completed{Outcome: delegation.Partial}},
		fact{"delegation-d1", 3, delegation.Overridden{By: "m1"}}, // told late
	)
	d := one(t, dossier(t, v, "a").Delegations)
	if d.Moment != at(1, 1) || d.ID != "d1" || d.Autonomy != 5 || d.Stakes != 2 || d.Means != 2 ||
		!slices.Equal(ids(v, d.From, d.To, d.Domain), []string{"m1", "m2", "rota"}) {
		t.Errorf("granted: %+v", d)
	}
	want := []evidence.StepKind{evidence.Accepted, evidence.Overridden, evidence.Completed}
	if !slices.Equal(kinds(d.Steps), want) || v.ID(d.Steps[1].By) != "m1" || d.Steps[2].Outcome != evidence.Partial {
		t.Errorf("its fate: %+v", d.Steps)
	}
	if by := evidence.StepsBy(d.Steps, date(4)); !slices.Equal(kinds(by), want[:2]) {
		t.Errorf("its fate by the fourth: %+v", by)
	}
	if by := evidence.StepsBy(d.Steps, date(1)); len(by) != 0 {
		t.Errorf("its fate by the first: %+v", by)
	}
}

func TestADelegationMayBeDeclinedOrRevoked(t *testing.T) {
	v := told(
		fact{"delegation-d1", 1, delegation.Granted{TeamID: "a", From: "m1", To: "m2"}},
		fact{"delegation-d2", 1, delegation.Granted{TeamID: "a", From: "m1", To: "m3"}},
		fact{"delegation-d1", 2, delegation.Declined{}},
		fact{"delegation-d2", 2, delegation.Accepted{}},
		fact{"delegation-d2", 3, delegation.Revoked{By: "m1", Agreed: true}},
	)
	list := dossier(t, v, "a").Delegations
	if kinds(list[0].Steps)[0] != evidence.Declined || !list[1].Steps[1].Flag || list[1].Steps[1].Kind != evidence.Revoked {
		t.Errorf("%+v", list)
	}
}

func TestAnIrritantIsFollowedUntilItIsConfirmed(t *testing.T) {
	v := told(
		fact{"irritant-i1", 1, irritant.Reported{TeamID: "a", Severity: 3, Basic: true, Axis: care.Self, Touchpoint: "badge",
			Token: "t_1", Member: "m1"}},
		fact{"irritant-i1", 2, irritant.Acknowledged{By: irritant.Manager}},
		fact{"irritant-i1", 3, irritant.Resolved{By: irritant.Team, Member: "m2", Means: true}},
		fact{"irritant-i1", 4, irritant.Contested{Token: "t_1"}},
		fact{"irritant-i1", 5, irritant.Resolved{By: irritant.Organisation}},
		fact{"irritant-i1", 6, irritant.Confirmed{Rating: 4, Token: "t_1"}},
		fact{"irritant-i1", 7, irritant.Reopened{}},
		fact{"irritant-i1", 8, irritant.Withdrawn{}},
	)
	i := one(t, dossier(t, v, "a").Irritants)
	if i.Severity != 3 || !i.Basic || i.Axis != evidence.Self || i.Axis.Word() != care.Self ||
		!slices.Equal(ids(v, i.Touchpoint, i.Token, i.Member), []string{"badge", "t_1", "m1"}) {
		t.Errorf("reported: %+v", i)
	}
	if !slices.Equal(kinds(i.Steps), []evidence.StepKind{
		evidence.Acknowledged, evidence.Resolved, evidence.Contested, evidence.Resolved, evidence.Confirmed, evidence.Reopened, evidence.Withdrawn,
	}) {
		t.Errorf("its fate: %+v", i.Steps)
	}
	if s := i.Steps; s[0].Role != evidence.ByManager || s[1].Role != evidence.ByTeam || !s[1].Flag || v.ID(s[1].By) != "m2" ||
		v.ID(s[2].By) != "t_1" || s[3].Role != evidence.ByOrganisation || s[4].Rating != 4 || v.ID(s[4].By) != "t_1" {
		t.Errorf("who did it: %+v", s)
	}
}

// Who spoke first of two at one moment is told by no clock; the order of their words in
// this evidence must not decide it either.
func TestStepsOfOneMomentStandInTheOrderOfWhoTookThem(t *testing.T) {
	life := []fact{
		{"irritant-i1", 1, irritant.Reported{TeamID: "a", Severity: 1, Axis: care.Self}},
		{"irritant-i1", 2, irritant.Resolved{By: irritant.Team}},
		{"irritant-i1", 3, irritant.Confirmed{Rating: 4, Token: "u"}},
		{"irritant-i1", 3, irritant.Confirmed{Rating: 5, Token: "t"}},
	}
	other := fact{"irritant-i2", 1, irritant.Reported{TeamID: "a", Severity: 1, Axis: care.Self, Token: "t"}}
	for _, v := range []*evidence.Evidence{told(append(life, other)...), told(append([]fact{other}, life...)...)} {
		steps := dossier(t, v, "a").Irritants[0].Steps
		if got := ids(v, steps[1].By, steps[2].By); !slices.Equal(got, []string{"t", "u"}) {
			t.Errorf("confirmed by %q", got)
		}
	}
}

func TestAComplaintHasTheLifeOfAnIrritantInAListOfItsOwn(t *testing.T) {
	v := told(
		fact{"complaint-1", 1, complaint.Reported{TeamID: "a", Severity: 1, Axis: care.Planet}},
		fact{"irritant-1", 1, irritant.Reported{TeamID: "a", Severity: 2, Axis: care.Team}},
		fact{"complaint-1", 2, complaint.Acknowledged{By: complaint.Team}},
		fact{"complaint-1", 3, complaint.Resolved{By: complaint.Team}},
		fact{"complaint-1", 4, complaint.Confirmed{Rating: 5, Token: "t"}},
		fact{"complaint-1", 5, complaint.Contested{Token: "u"}},
		fact{"complaint-1", 6, complaint.Reopened{}},
		fact{"complaint-1", 7, complaint.Withdrawn{}},
	)
	d := dossier(t, v, "a")
	if c := one(t, d.Complaints); len(c.Steps) != 6 || c.Axis != evidence.Planet {
		t.Errorf("the complaint: %+v", c)
	}
	if i := one(t, d.Irritants); len(i.Steps) != 0 || i.Token != 0 || v.ID(i.Token) != "" {
		t.Errorf("the irritant: %+v", i)
	}
}

func TestANeedIsAnsweredOrAnticipated(t *testing.T) {
	v := told(
		fact{"need-1", 1, need.Signalled{TeamID: "a", Axis: care.Team, Member: "m1", Kind: "rest"}},
		fact{"need-1", 2, need.Acknowledged{By: "manager"}},
		fact{"need-1", 3, need.Answered{Origin: need.Asked, Means: true}},
		fact{"need-2", 4, need.Answered{Origin: need.Anticipated, TeamID: "a", Axis: care.Self}},
	)
	needs := dossier(t, v, "a").Needs
	if len(needs) != 2 {
		t.Fatalf("%+v", needs)
	}
	if n := needs[0]; !n.Signalled || n.Axis != evidence.Team || !slices.Equal(ids(v, n.Kind, n.Member), []string{"rest", "m1"}) ||
		n.Steps[0].Role != evidence.ByManager || !n.Steps[1].Flag || n.Steps[1].Anticipated {
		t.Errorf("signalled: %+v", n)
	}
	if n := needs[1]; n.Signalled || n.Moment != at(4, 4) || n.Axis != evidence.Self || !one(t, n.Steps).Anticipated {
		t.Errorf("anticipated: %+v", n)
	}
}

// The signal names the team, and the record begins with it.
func TestANeedThatIsVoicedAfterItsAnswerBeginsWithTheSignal(t *testing.T) {
	v := told(
		fact{"need-1", 4, need.Answered{Origin: need.Anticipated, TeamID: "b", Axis: care.Self}},
		fact{"need-2", 1, need.Signalled{TeamID: "a", Axis: care.Team}},
		fact{"need-1", 5, need.Signalled{TeamID: "a", Axis: care.Planet}},
		fact{"need-1", 6, need.Acknowledged{}},
	)
	if got := dossier(t, v, "b").Needs; len(got) != 0 {
		t.Errorf("it is still with b: %+v", got)
	}
	n := dossier(t, v, "a").Needs[1]
	if !n.Signalled || n.Moment != at(5, 3) || n.Axis != evidence.Planet ||
		!slices.Equal(kinds(n.Steps), []evidence.StepKind{evidence.Answered, evidence.Acknowledged}) {
		t.Errorf("%+v", n)
	}
	if dossier(t, v, "b").Since != 3 {
		t.Errorf("b was last touched at %d", dossier(t, v, "b").Since)
	}
}

func TestACommitmentAndAnEnvelopeHaveTheirFate(t *testing.T) {
	v := told(
		fact{"commitment-1", 1, commitment.Declared{TeamID: "a", Axis: care.Planet, Owner: "m1", DueOn: date(20),
			BudgetHours: 8, BudgetAmount: 100, AnnouncedPublicly: true}},
		fact{"commitment-2", 1, commitment.Declared{TeamID: "a", Axis: care.Self, DueOn: date(21)}},
		fact{"commitment-3", 1, commitment.Declared{TeamID: "a", Axis: care.Self, DueOn: date(22)}},
		fact{"commitment-1", 2, commitment.Kept{}},
		fact{"commitment-2", 2, commitment.KeptLate{}},
		fact{"commitment-3", 2, commitment.Broken{}},
		fact{"means-1", 1, means.Allocated{TeamID: "a", Axis: care.Self, Hours: 10, Amount: 5}},
		fact{"means-1", 2, means.Used{TeamID: "a", Axis: care.Self, Hours: 4}},
		fact{"means-1", 3, means.Used{TeamID: "a", Axis: care.Self, Hours: 7}},
	)
	d := dossier(t, v, "a")
	var fates []evidence.StepKind
	for _, c := range d.Commitments {
		fates = append(fates, one(t, c.Steps).Kind)
	}
	if !slices.Equal(fates, []evidence.StepKind{evidence.Kept, evidence.KeptLate, evidence.Broken}) {
		t.Errorf("fates %v", fates)
	}
	if c := d.Commitments[0]; c.DueOn != int32(date(20)) || c.Hours != 8 || c.Amount != 100 || !c.Publicly || v.ID(c.Owner) != "m1" {
		t.Errorf("%+v", c)
	}
	if m := one(t, d.Means); m.Hours != 10 || m.Amount != 5 || len(m.Steps) != 2 || m.Steps[0].Amount+m.Steps[1].Amount != 11 {
		t.Errorf("%+v", m)
	}
}

func TestAnIncidentIsCountersAndOutcomes(t *testing.T) {
	v := told(
		fact{"safety-1", 1, safety.Opened{TeamID: "a", Category: safety.Retaliation, Severity: 2, DelegationID: "d1", ByManager: true}},
		fact{"safety-1", 2, safety.Owned{By: "m1"}},
		fact{"safety-1", 3, safety.Closed{Outcome: safety.Learned}},
	)
	i := one(t, dossier(t, v, "a").Incidents)
	if i.Category != evidence.Retaliation || i.Severity != 2 || i.Delegation != "d1" || !i.ByManager || v.ID(i.Outcome) != "learned" ||
		!slices.Equal(kinds(i.Steps), []evidence.StepKind{evidence.Owned, evidence.Closed}) {
		t.Errorf("%+v", i)
	}
}

func TestAReviewStandsInTheDossierOfEveryTeamItCovers(t *testing.T) {
	v := told(
		fact{"review-1", 1, review.Opened{Scope: []string{"a", "b"}, AsOf: date(1)}},
		fact{"review-1", 2, review.Decided{Text: person.Text("s_1")}},
		fact{"review-1", 2, review.ActionAssigned{Action: "x", Owner: "m1", DueOn: date(9)}},
		fact{"review-1", 2, review.ActionAssigned{Action: "w", Owner: "m1", DueOn: date(8)}},
		fact{"review-1", 4, review.ActionDone{Action: "x"}},
		fact{"review-1", 5, review.Closed{}},
	)
	for _, team := range []string{"a", "b"} {
		r := one(t, dossier(t, v, team).Reviews)
		if r.AsOf != int32(date(1)) || len(r.Actions) != 2 || r.Actions[0].ID != "w" || r.Actions[0].Done != nil ||
			r.Actions[1].Done == nil || *r.Actions[1].Done != at(4, 5) || one(t, r.Steps).Kind != evidence.Closed {
			t.Errorf("%s: %+v", team, r)
		}
	}
	if !reflect.DeepEqual(v.Of("a"), v.Of("b")) {
		t.Error("the two differ")
	}
}

func TestAThreadBeginsOnce(t *testing.T) {
	v := told(
		fact{"irritant-1", 1, irritant.Reported{TeamID: "a", Severity: 1, Axis: care.Self}},
		fact{"irritant-1", 2, irritant.Reported{TeamID: "b", Severity: 3, Axis: care.Self}},
		fact{"review-1", 1, review.Opened{Scope: []string{"a"}, AsOf: date(1)}},
		fact{"review-1", 2, review.Opened{Scope: []string{"a"}, AsOf: date(2)}},
		fact{"need-1", 1, need.Signalled{TeamID: "a", Axis: care.Team}},
		fact{"need-1", 2, need.Signalled{TeamID: "a", Axis: care.Self}},
	)
	d := dossier(t, v, "a")
	if one(t, d.Irritants).Severity != 1 || one(t, d.Reviews).AsOf != int32(date(1)) || one(t, d.Needs).Axis != evidence.Team {
		t.Errorf("%+v", d)
	}
}

// Facts that come late move the records after them; later facts still find theirs.
func TestLaterFactsFindTheirRecordWhateverCameBetween(t *testing.T) {
	var facts []fact
	for day := 20; day > 0; day-- { // backwards
		id := string(rune('a' + day))
		facts = append(facts, fact{"irritant-" + id, day, irritant.Reported{TeamID: "a", Severity: 1, Axis: care.Self, Member: person.Member(id)}})
	}
	for day := 1; day <= 20; day++ {
		id := string(rune('a' + day))
		facts = append(facts, fact{"irritant-" + id, day + 1, irritant.Resolved{By: irritant.Team, Member: person.Member(id)}})
	}
	v := told(facts...)
	for i, ticket := range dossier(t, v, "a").Irritants {
		if ticket.At.Date() != date(i+1) || one(t, ticket.Steps).By != ticket.Member {
			t.Errorf("the irritant of day %d: %+v", i+1, ticket)
		}
	}
}

func TestAFactOfAnUnknownThreadChangesNothing(t *testing.T) {
	later := []event.Event{
		delegation.Accepted{}, delegation.Declined{}, delegation.Overridden{}, delegation.Revoked{}, delegation.Completed{},
		irritant.Acknowledged{}, irritant.Resolved{}, irritant.Confirmed{}, irritant.Contested{}, irritant.Reopened{}, irritant.Withdrawn{},
		complaint.Acknowledged{}, complaint.Resolved{}, complaint.Confirmed{}, complaint.Contested{}, complaint.Reopened{}, complaint.Withdrawn{},
		need.Acknowledged{}, need.Answered{Origin: need.Asked}, commitment.Kept{}, commitment.KeptLate{}, commitment.Broken{},
		means.Used{TeamID: "a"}, safety.Owned{}, safety.Closed{}, review.ActionAssigned{}, review.ActionDone{}, review.Closed{},
	}
	for _, e := range later {
		if teams := told(fact{"any-1", 1, e}).Teams(); len(teams) != 0 {
			t.Errorf("%s made dossiers of %q", e.EventName(), teams)
		}
	}
}
