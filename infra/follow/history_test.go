package follow_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/domain/team"
	"soin/infra/follow"
	"soin/projections"
)

var quiet = slog.New(slog.DiscardHandler)

func logOver(store event.Store) *event.Log {
	return event.NewLog(store, domain.Catalog(json.Unmarshal))
}

// someFacts draws a history of few teams and waves, in which things collide.
func someFacts(t *rapid.T, n int) []record {
	facts := make([]record, n)
	for i := range facts {
		facts[i] = someFact(t, i)
	}
	return facts
}

type record struct {
	stream string
	fact   event.Fact
}

func someFact(t *rapid.T, i int) record {
	id := rapid.StringMatching(`[a-d]`).Draw(t, "team")
	day := time.Date(2020, 1, rapid.IntRange(1, 300).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
	r := record{stream: event.StreamName("team", id)}
	switch rapid.IntRange(0, 8).Draw(t, "kind") {
	case 0, 1:
		r.fact.Event = team.Formed{Name: "Team " + id, Kind: "ward", ParentID: otherThan(id, rapid.SampledFrom([]string{"", "a", "z"}).Draw(t, "parent"))}
	case 2:
		r.fact.Event = team.Renamed{Name: rapid.StringMatching(`[A-Zé]{1,8}`).Draw(t, "name")}
	case 3:
		r.fact.Event = team.Moved{ParentID: otherThan(id, "b")}
	case 4:
		r.fact.Event = team.Split{IntoTeamIDs: []string{otherThan(id, "c"), otherThan(id, "d")}}
	case 5:
		r.fact.Event = team.HeadcountReported{Headcount: rapid.IntRange(0, 99).Draw(t, "headcount")}
	case 6:
		r.stream = event.StreamName("instrument", "pulse")
		r.fact.Event = instrument.Published{Version: fmt.Sprint(i), Audience: instrument.OfTeam,
			Items: []instrument.Item{{ID: "q1", Min: 1, Max: 5}, {ID: "q2", Min: 1, Max: 5, MirrorOf: "q1"}}}
	default:
		r.stream = event.StreamName("survey", rapid.StringMatching(`w[1-3]`).Draw(t, "wave"))
		share := rapid.Float64Range(0, 100).Draw(t, "share")
		r.fact.Event = survey.Tallied{InstrumentID: "pulse", TeamID: id, Revision: i,
			Items: []survey.Result{{Item: "q1", Favourable: &share}, {Item: "q2", Favourable: &share}}}
	}
	r.fact.Envelope = event.Envelope{Source: "test", ID: fmt.Sprint(i), Time: day}
	return r
}

// otherThan is a team that is not this one: those are refused where they come in.
func otherThan(id, other string) string {
	if id == other {
		return "e"
	}
	return other
}

func appendAll(t fatal, log *event.Log, records []record) {
	for _, r := range records {
		if _, err := log.Append(context.Background(), r.stream, event.Any, r.fact); err != nil {
			t.Fatal(err)
		}
	}
}

type fatal interface {
	Fatal(args ...any)
	Helper()
}

// prints are the fingerprints of read models, one string.
func prints(t fatal, views *projections.Views) string {
	t.Helper()
	fs, err := follow.Fingerprints(views)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(fs)
}

// replayed is the judge: a replay from the first event.
func replayed(t fatal, log *event.Log) string {
	t.Helper()
	views, err := follow.Replay(context.Background(), log, follow.Until{}, func(event.Recorded) {})
	if err != nil {
		t.Fatal(err)
	}
	return prints(t, views)
}

// running starts a runner, waits until it has caught up, and stops it at the end.
func running(t *testing.T, log *event.Log, snapshots *follow.Snapshots) *follow.Runner {
	t.Helper()
	r := follow.New(log, snapshots, quiet)
	stop := start(t, r)
	t.Cleanup(stop)
	head, err := log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.WaitFor(t.Context(), head); err != nil {
		t.Fatal(err)
	}
	return r
}

// start runs a runner and gives the function that stops it and waits for its end.
func start(t fatal, r *follow.Runner) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}
}

func seen(t fatal, r *follow.Runner) string {
	t.Helper()
	views, release, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	return prints(t, views)
}
