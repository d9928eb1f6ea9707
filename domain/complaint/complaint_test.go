package complaint_test

import (
	"testing"

	"soin/domain/care"
	"soin/domain/complaint"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), complaint.Context, history...)
}

var (
	reported  = complaint.Reported{TeamID: "1", Severity: 1, Axis: care.Planet, Title: "noise", Token: "a"}
	resolved  = complaint.Resolved{By: complaint.Team}
	confirmed = complaint.Confirmed{Rating: 3, Token: "a"}
	contested = complaint.Contested{Reason: "still", Token: "a"}
	reopened  = complaint.Reopened{}
	withdrawn = complaint.Withdrawn{}
)

func TestWhatBefallsAComplaintAwaitsItsReport(t *testing.T) {
	for _, e := range []event.Event{complaint.Acknowledged{By: complaint.Manager}, resolved, withdrawn} {
		given(t).When(e).ThenEarly("complaint.reported")
		given(t, reported).When(e).ThenRecorded()
	}
	for _, e := range []event.Event{confirmed, contested, reopened} {
		given(t, reported).When(e).ThenEarly("complaint.resolved")
	}
}

func TestAContestedResolutionReopensAComplaint(t *testing.T) {
	given(t, reported, resolved).
		When(withdrawn).ThenConflict("publish complaint.reopened").
		When(contested).ThenRecorded().
		When(confirmed).ThenConflict("confirmed or contested this resolution already").
		When(resolved).ThenRecorded().
		When(confirmed).ThenRecorded().
		When(reopened).ThenRecorded().
		When(reopened).ThenConflict("this complaint is open already").
		When(withdrawn).ThenRecorded().
		When(resolved).ThenConflict("this complaint was withdrawn")
}

func TestBoundsOfAComplaint(t *testing.T) {
	given(t).
		When(complaint.Reported{}).ThenInvalid("teamId", "severity", "axis").
		When(reported).ThenRecorded().
		When(reported).ThenConflict("publish complaint.reopened").
		When(complaint.Acknowledged{By: "nobody"}).ThenInvalid("by").
		When(complaint.Resolved{}).ThenInvalid("by").
		When(resolved).ThenRecorded().
		When(complaint.Confirmed{}).ThenInvalid("rating", "token").
		When(complaint.Contested{Reason: "\x00"}).ThenInvalid("reason", "token").
		When(complaint.Reopened{Reason: "\x00"}).ThenInvalid("reason")
}
