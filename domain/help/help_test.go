package help_test

import (
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/help"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), help.Context, history...)
}

var helped = help.Given{TeamID: "1", From: "a", To: "b", Kind: help.Relational}

func TestHelpIsToldOnce(t *testing.T) {
	for _, kind := range help.Technical.Words() {
		e := helped
		e.Kind = help.Kind(kind)
		given(t).When(e).ThenRecorded().When(e).ThenConflict("already")
	}
}

func TestNobodyHelpsThemselves(t *testing.T) {
	e := helped
	e.To = e.From
	given(t).When(e).ThenInvalid("to")
}

func TestBoundsOfHelp(t *testing.T) {
	e := helped
	e.ToTeamID, e.Kind = "a\n", "kind"
	given(t).
		When(help.Given{}).ThenInvalid("teamId", "from", "to", "kind").
		When(e).ThenInvalid("toTeamId", "kind")
	e = helped
	e.ToTeamID, e.Asked = "2", true
	given(t).When(e).ThenRecorded()
}
