package follow_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/domain/team"
	"soin/infra/follow"
	"soin/infra/memstore"
	"soin/infra/simulate"
	"soin/infra/sqlitestore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Same history, same bytes: from the beginning, from a snapshot and what came after it,
// and live in whatever batches the facts arrive.
func TestEveryWayThroughAHistoryGivesTheSameFingerprint(t *testing.T) {
	inMemory := func(string) (event.Store, error) { return memstore.New(), nil }
	t.Run("in memory", func(t *testing.T) { everyWay(t, upTo(40), inMemory) })
	t.Run("on SQLite", func(t *testing.T) {
		everyWay(t, upTo(15), func(dir string) (event.Store, error) {
			return sqlitestore.Open(filepath.Join(dir, sqlitestore.FileName), time.Now)
		})
	})
	t.Run("in the whole language", func(t *testing.T) { everyWay(t, ofLumen(t), inMemory) })
}

func upTo(most int) func(*rapid.T) []record {
	return func(t *rapid.T) []record { return someFacts(t, rapid.IntRange(1, most).Draw(t, "facts")) }
}

// ofLumen draws a piece of a simulated history, which knows nearly every type of event.
func ofLumen(t *testing.T) func(*rapid.T) []record {
	var history []record
	catalog := domain.Catalog(json.Unmarshal)
	o := simulate.Demo()
	o.Months, o.Pace = 13, .3
	if err := simulate.Write(o, func(f simulate.Fact) error {
		judge, _ := catalog.Context(f.Event.EventName())
		history = append(history, record{
			stream: event.StreamName(judge.Category(), f.Subject), fact: event.Fact{Envelope: f.Envelope, Event: f.Event},
		})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return func(t *rapid.T) []record {
		from := rapid.IntRange(0, len(history)-1).Draw(t, "from")
		return history[from:min(len(history), from+rapid.IntRange(1, 400).Draw(t, "facts"))]
	}
}

func everyWay(t *testing.T, draw func(*rapid.T) []record, open func(dir string) (event.Store, error)) {
	rapid.Check(t, func(t *rapid.T) {
		facts := draw(t)
		cut := rapid.IntRange(0, len(facts)).Draw(t, "cut")
		dir, err := os.MkdirTemp("", "snapshots")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		store, err := open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		log := logOver(store)
		snapshots, err := follow.NewSnapshots(dir, log)
		if err != nil {
			t.Fatal(err)
		}

		// Live from the first fact, then a snapshot when it stops.
		r := follow.New(log, snapshots, quiet)
		stop := start(t, r)
		appendAll(t, log, facts[:cut])
		waitForHead(t, log, r)
		live := seen(t, r)
		stop()
		if want := replayed(t, log); live != want {
			t.Fatalf("live: %s\nreplayed: %s", live, want)
		}

		// Snapshot, then the rest: some of it waiting, some live.
		half := cut + (len(facts)-cut)/2
		appendAll(t, log, facts[cut:half])
		r = follow.New(log, snapshots, quiet)
		stop = start(t, r)
		appendAll(t, log, facts[half:])
		waitForHead(t, log, r)
		resumed := seen(t, r)
		stop()
		if want := replayed(t, log); resumed != want {
			t.Fatalf("resumed: %s\nreplayed: %s", resumed, want)
		}
	})
}

func waitForHead(t fatal, log *event.Log, r *follow.Runner) {
	t.Helper()
	head, err := log.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.WaitFor(context.Background(), head); err != nil {
		t.Fatal(err)
	}
}

func TestNothingIsAnsweredBeforeTheReadModelsCaughtUp(t *testing.T) {
	r := follow.New(logOver(memstore.New()), nil, quiet)
	if _, _, err := r.Read(); !errors.Is(err, follow.ErrCatchingUp) {
		t.Errorf("Read before Run: %v", err)
	}
	if err := r.Ready(); !errors.Is(err, follow.ErrCatchingUp) {
		t.Errorf("Ready before Run: %v", err)
	}
}

// A pinned state must stay as it was, whatever is recorded meanwhile, and later readers
// must not wait for whoever holds it.
func TestReadersKeepTheirStateAndNeverWait(t *testing.T) {
	log := logOver(memstore.New())
	history := rapid.Custom(func(t *rapid.T) []record { return someFacts(t, 30) }).Example(1)
	appendAll(t, log, history[:10])
	r := running(t, log, nil)
	views, release, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	before := prints(t, views)
	appendAll(t, log, history[10:11])
	waitForHead(t, log, r) // the first change of places does not need the pinned side
	appendAll(t, log, history[11:])
	if now := prints(t, views); now != before {
		t.Error("a pinned state changed")
	}
	if _, other, err := r.Read(); err != nil {
		t.Error(err)
	} else {
		other()
	}
	release()
	waitForHead(t, log, r)
	if got, want := seen(t, r), replayed(t, log); got != want {
		t.Errorf("after release: %s, want %s", got, want)
	}
}

// Meant for the race detector: many readers beside a writer, each answer at one position.
func TestEveryAnswerIsOfOnePosition(t *testing.T) {
	log := logOver(memstore.New())
	r := running(t, log, nil)
	var wg sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				views, release, err := r.Read()
				if err != nil {
					t.Error(err)
					return
				}
				for _, v := range views.All() {
					if v.Position() != views.Position() {
						t.Errorf("%s is at %d, the answer at %d", v.Name(), v.Position(), views.Position())
					}
				}
				release()
			}
		})
	}
	appendAll(t, log, rapid.Custom(func(t *rapid.T) []record { return someFacts(t, 300) }).Example(2))
	waitForHead(t, log, r)
	close(done)
	wg.Wait()
}

func TestDamagedOrForeignSnapshotsCostTimeAndNothingElse(t *testing.T) {
	history := rapid.Custom(func(t *rapid.T) []record { return someFacts(t, 60) }).Example(3)
	log := logOver(memstore.New())
	appendAll(t, log, history)
	saved := func(t *testing.T) (string, *follow.Snapshots) {
		t.Helper()
		dir := t.TempDir()
		snapshots, err := follow.NewSnapshots(dir, log)
		if err != nil {
			t.Fatal(err)
		}
		r := follow.New(log, snapshots, quiet)
		stop := start(t, r)
		waitForHead(t, log, r)
		stop()
		return dir, snapshots
	}
	want := replayed(t, log)
	for name, harm := range map[string]func([]byte) []byte{
		"truncated": func(b []byte) []byte { return b[:len(b)/2] },
		"flipped":   func(b []byte) []byte { b[len(b)-5] ^= 1; return b },
		"emptied":   func([]byte) []byte { return nil },
		"foreign":   func([]byte) []byte { return []byte("not a snapshot") },
	} {
		t.Run(name, func(t *testing.T) {
			dir, snapshots := saved(t)
			damageAll(t, dir, harm)
			if got := seen(t, running(t, log, snapshots)); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
	over := func(t *testing.T, dir string, other *event.Log) {
		t.Helper()
		snapshots, err := follow.NewSnapshots(dir, other)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := seen(t, running(t, other, snapshots)), replayed(t, other); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	t.Run("of another log", func(t *testing.T) {
		dir, _ := saved(t)
		other := logOver(memstore.New())
		appendAll(t, other, history[1:])
		over(t, dir, other)
	})
	t.Run("of a longer log", func(t *testing.T) {
		dir, _ := saved(t)
		other := logOver(memstore.New())
		appendAll(t, other, history[:5])
		over(t, dir, other)
	})
	t.Run("of a log with the same ids", func(t *testing.T) {
		dir, _ := saved(t)
		other := logOver(memstore.New())
		changed := slices.Clone(history)
		changed[0].fact.Event = team.Formed{Name: "Another name"}
		changed[0].stream = "team-another"
		appendAll(t, other, changed)
		over(t, dir, other)
	})
	t.Run("of a program that read less", func(t *testing.T) {
		store := memstore.New()
		appendAll(t, logOver(store), history)
		dir := t.TempDir()
		before := event.NewLog(store, event.NewCatalog(json.Unmarshal, instrument.Context, survey.Context))
		snapshots, err := follow.NewSnapshots(dir, before)
		if err != nil {
			t.Fatal(err)
		}
		r := follow.New(before, snapshots, quiet)
		stop := start(t, r)
		waitForHead(t, before, r)
		stop()
		over(t, dir, logOver(store))
	})
}

func damageAll(t *testing.T, dir string, harm func([]byte) []byte) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.cbor"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no snapshots in %s: %v", dir, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, harm(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRunnerStopsWithTheLogsError(t *testing.T) {
	store := memstore.New()
	r := follow.New(logOver(store), nil, quiet)
	ended := make(chan error, 1)
	go func() { ended <- r.Run(t.Context()) }()
	if err := r.WaitFor(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, event.ErrClosed) {
		t.Errorf("Run ended with %v, want %v", err, event.ErrClosed)
	}
}

func TestReplayStopsWhereItIsTold(t *testing.T) {
	log := logOver(memstore.New())
	appendAll(t, log, rapid.Custom(func(t *rapid.T) []record { return someFacts(t, 20) }).Example(4))
	var all []event.Recorded
	if _, err := follow.Replay(t.Context(), log, follow.Until{}, func(r event.Recorded) { all = append(all, r) }); err != nil {
		t.Fatal(err)
	}
	middle := all[11]
	views, err := follow.Replay(t.Context(), log, follow.Until{Position: middle.Position}, func(event.Recorded) {})
	if err != nil || views.Position() != middle.Position {
		t.Errorf("told to stop at %d, stopped at %d: %v", middle.Position, views.Position(), err)
	}
	views, err = follow.Replay(t.Context(), log, follow.Until{RecordedAt: middle.RecordedAt}, func(r event.Recorded) {
		if r.RecordedAt.After(middle.RecordedAt) {
			t.Errorf("position %d was recorded later", r.Position)
		}
	})
	if err != nil || views.Position() < middle.Position {
		t.Errorf("by the clock stopped at %d: %v", views.Position(), err)
	}
}
