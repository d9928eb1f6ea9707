package ingest_test

import (
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/team"
	"soin/infra/ingest"
	"soin/infra/memstore"
	"soin/infra/problem"
)

// fromTomorrow is a yard in which a fact waits for each of two teams, whose histories begin
// by now: that of team a with an event of a newer version.
func fromTomorrow(t *testing.T) *yard {
	t.Helper()
	y := newYard(t, memstore.New(), memstore.New())
	accept(t, y.door, headcount("a", 1), headcount("b", 1))
	stated := event.Envelope{Source: "urn:soin:tomorrow", ID: "1", Time: today()}
	strange := event.Raw{Envelope: stated, Name: "team.dreamt", Version: 1, Data: []byte(`{}`)}
	if _, err := y.store.Append(t.Context(), "team-a", event.Any, []event.Raw{strange}); err != nil {
		t.Fatal(err)
	}
	formed := event.Fact{Envelope: stated, Event: team.Formed{Name: "B"}}
	if _, err := y.log.Append(t.Context(), "team-b", event.Any, formed); err != nil {
		t.Fatal(err)
	}
	return y
}

func TestAHistoryThatCannotBeReadHoldsUpNoOtherSubject(t *testing.T) {
	y := fromTomorrow(t)
	for range 2 {
		if _, err := y.door.RetryAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		all := y.parked.List()
		if len(all) != 1 || all[0].Stream != "team-a" || all[0].Awaits != "" || !strings.Contains(all[0].Reason, "team.dreamt") {
			t.Fatalf("%+v", all)
		}
	}
	if got := history(t, y.store, "team-b"); got != "1 headcount-1" {
		t.Errorf("recorded %s", got)
	}
}

func TestPublishingGoesOnBehindAHistoryThatCannotBeRead(t *testing.T) {
	y := fromTomorrow(t)
	var lines []string
	for _, subject := range []string{"a", "b"} {
		lines = append(lines, `{"specversion":"1.0","type":"soin.team.renamed.v1","source":"s","id":"r","subject":"`+
			subject+`","time":"2026-01-01T00:00:00Z","data":{"name":"N"}}`)
	}
	var refused []ingest.Refusal
	tally, err := ingest.Publish(t.Context(), y.door, strings.NewReader(strings.Join(lines, "\n")), func(p ingest.Progress) {
		refused = append(refused, p.Refused...)
	})
	if err != nil || tally.Accepted != 1 || len(refused) != 1 || refused[0].Line != 1 || problem.Of(refused[0].Err).Code != problem.Unavailable {
		t.Errorf("%+v, %v, %+v", tally, err, refused)
	}
}
