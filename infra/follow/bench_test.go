package follow_test

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/survey"
	"soin/domain/team"
	"soin/infra/follow"
	"soin/infra/jsoncodec"
	"soin/infra/sqlitestore"
)

var historySize = flag.Int("soin.history", 1_000_000, "events in the history that benchmarks replay")

const benchTeams = 2_000

// BenchmarkReplay reads a history from disk, decodes it and folds it into every read
// model, as soin replay does.
func BenchmarkReplay(b *testing.B) {
	log := history(b)
	for b.Loop() {
		views, err := follow.Replay(b.Context(), log, follow.Until{}, func(event.Recorded) {})
		if err != nil || views.Position() == 0 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(*historySize)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkDecode is the same without the folds: what reading and decoding cost.
func BenchmarkDecode(b *testing.B) {
	log := history(b)
	for b.Loop() {
		for _, err := range log.All(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(*historySize)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkStart starts from snapshots until the read models answer.
func BenchmarkStart(b *testing.B) {
	log := history(b)
	snapshots, err := follow.NewSnapshots(b.TempDir(), log)
	if err != nil {
		b.Fatal(err)
	}
	run := func() {
		r := follow.New(log, snapshots, quiet)
		stop := start(b, r)
		waitForHead(b, log, r)
		b.StopTimer()
		stop() // writes the snapshots
		b.StartTimer()
	}
	run()
	for b.Loop() {
		run()
	}
}

// BenchmarkFresh records one fact and waits until answers include it.
func BenchmarkFresh(b *testing.B) {
	log := history(b)
	r := follow.New(log, nil, quiet)
	defer start(b, r)()
	waitForHead(b, log, r)
	fresh := func(i int) {
		receipts, err := log.Append(b.Context(), "team-t0", event.Any, event.Fact{
			Envelope: event.Envelope{Source: "fresh", ID: fmt.Sprint(i), Time: day(i)}, Event: renamed(i),
		})
		if err != nil {
			b.Fatal(err)
		}
		if err := r.WaitFor(b.Context(), receipts[0].Position); err != nil {
			b.Fatal(err)
		}
	}
	fresh(0) // the second copy of the read models is made by now
	for i := 1; b.Loop(); i++ {
		fresh(i)
	}
}

// history is a log on disk: one fact in ten about a team, the others results of about
// 290 bytes, from 2,000 teams.
func history(b *testing.B) *event.Log {
	b.Helper()
	store, err := sqlitestore.Open(filepath.Join(b.TempDir(), "soin.db"), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	log := event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
	waves := *historySize / benchTeams
	var group errgroup.Group
	group.SetLimit(16)
	for i := range benchTeams {
		group.Go(func() error { return life(b.Context(), log, i, waves/10) })
	}
	for n := range waves - waves/10 {
		group.Go(func() error { return wave(b.Context(), log, n) })
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	return log
}

// life records all that happens to one team.
func life(ctx context.Context, log *event.Log, i, facts int) error {
	all := []event.Fact{{Event: team.Formed{Name: fmt.Sprintf("Team %d", i), Kind: "ward", ParentID: fmt.Sprintf("t%d", i/10)}}}
	for n := range facts - 1 {
		all = append(all, event.Fact{Event: renamed(n)})
	}
	for n := range all {
		all[n].Envelope = event.Envelope{Source: "bench", ID: fmt.Sprint(n), Time: day(n)}
	}
	_, err := log.Append(ctx, fmt.Sprintf("team-t%d", i), event.NoStream, all...)
	return err
}

// wave records one result of each team.
func wave(ctx context.Context, log *event.Log, n int) error {
	all := make([]event.Fact, benchTeams)
	for i := range all {
		all[i] = event.Fact{Envelope: event.Envelope{Source: "bench", ID: fmt.Sprint(i), Time: day(n)}, Event: tallied(n, i)}
	}
	_, err := log.Append(ctx, fmt.Sprintf("survey-w%d", n), event.NoStream, all...)
	return err
}

func day(n int) time.Time { return time.Date(1990, 1, 1+n, 0, 0, 0, 0, time.UTC) }

func renamed(n int) event.Event { return team.Renamed{Name: fmt.Sprintf("Team, name %d", n)} }

func tallied(n, i int) event.Event {
	count, rate := 12+i%40, .5+float64(i%50)/100
	e := survey.Tallied{InstrumentID: "pulse", Version: "2026", TeamID: fmt.Sprintf("t%d", i), Respondents: &count, ResponseRate: &rate}
	for _, item := range []string{"confiance", "écoute", "pouvoir", "reconnaissance"} {
		share := float64((i + n) % 100)
		e.Items = append(e.Items, survey.Result{Item: item, N: &count, Favourable: &share})
	}
	return e
}
