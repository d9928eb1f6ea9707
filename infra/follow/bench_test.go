package follow_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/team"
	"soin/infra/follow"
	"soin/infra/jsoncodec"
	"soin/infra/simulate"
	"soin/infra/sqlitestore"
)

// historyTeams scales the history that benchmarks replay: about 500 events a team.
var historyTeams = flag.Int("soin.teams", 2_000, "teams in the history that benchmarks replay")

// BenchmarkReplay reads a history from disk, decodes it and folds it into every read
// model, as soin replay does.
func BenchmarkReplay(b *testing.B) {
	log, events := history(b)
	for b.Loop() {
		views, err := follow.Replay(b.Context(), log, follow.Until{}, func(event.Recorded) {})
		if err != nil || views.Position() == 0 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkDecode is the same without the folds: what reading and decoding cost.
func BenchmarkDecode(b *testing.B) {
	log, events := history(b)
	for b.Loop() {
		for _, err := range log.All(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkStart starts from snapshots until the read models answer.
func BenchmarkStart(b *testing.B) {
	log, _ := history(b)
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
	log, _ := history(b)
	r := follow.New(log, nil, quiet)
	defer start(b, r)()
	waitForHead(b, log, r)
	fresh := func(i int) {
		receipts, err := log.Append(b.Context(), "team-archives", event.Any, event.Fact{
			Envelope: event.Envelope{Source: "fresh", ID: fmt.Sprint(i), Time: simulate.Demo().End().Start()}, Event: renamed(i),
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

// history is a simulated one in a log on disk, and how many events it holds.
func history(b *testing.B) (log *event.Log, events int) {
	b.Helper()
	store, err := sqlitestore.Open(filepath.Join(b.TempDir(), "soin.db"), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	log = event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
	o := simulate.Demo()
	o.Teams, o.Pace = *historyTeams, .37
	events, err = record64(b.Context(), log, o)
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	return log, events
}

// record64 writes a history by 64 writers, each subject by one of them.
func record64(ctx context.Context, log *event.Log, o simulate.Options) (events int, err error) {
	group, ctx := errgroup.WithContext(ctx)
	var writers [64]chan record
	for i := range writers {
		writers[i] = make(chan record, 1024)
		group.Go(func() error {
			for r := range writers[i] {
				if _, err := log.Append(ctx, r.stream, event.Any, r.fact); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err = simulate.Write(o, func(f simulate.Fact) error {
		judge, _ := log.Catalog().Context(f.Event.EventName())
		r := record{event.StreamName(judge.Category(), f.Subject), event.Fact{Envelope: f.Envelope, Event: f.Event}}
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(r.stream))
		events++
		select {
		case writers[sum.Sum32()%64] <- r:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	for _, w := range writers {
		close(w)
	}
	return events, errors.Join(err, group.Wait())
}

func renamed(n int) event.Event { return team.Renamed{Name: fmt.Sprintf("Team, name %d", n)} }
