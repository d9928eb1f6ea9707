package sqlitestore_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"soin/domain/event"
	"soin/infra/sqlitestore"
)

// salvaged is what a salvage of a file gives; the new file must be sound.
func salvaged(t *testing.T, from string) ([]event.RawRecorded, sqlitestore.Salvaged) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "salvaged.db")
	before, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	result, err := sqlitestore.Salvage(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(from); !bytes.Equal(before, after) {
		t.Error("a salvage changed the file it reads")
	}
	sound(t, to)
	s := open(t, to)
	defer s.Close()
	got := read(t, s.All(t.Context(), 0))
	if int(result.Events) != len(got) {
		t.Errorf("%d events were copied and %d are there", result.Events, len(got))
	}
	return got, result
}

// keeps sees that a salvage gave events that were stored, in order, each where it stood
// but for its revision, that every position is either there or counted as lost, and how
// many are lost.
func keeps(t *testing.T, got []event.RawRecorded, result sqlitestore.Salvaged, log []event.RawRecorded) (lost int) {
	t.Helper()
	gone := map[event.Position]bool{}
	for _, span := range result.Lost {
		for p := span.First; p <= span.Last; p++ {
			gone[p] = true
		}
	}
	next := 0
	for _, want := range log {
		if next < len(got) && got[next].Position == want.Position {
			g := got[next]
			if g.Revision > want.Revision {
				t.Fatalf("position %d moved from revision %d to %d", g.Position, want.Revision, g.Revision)
			}
			g.Revision = want.Revision
			if !same(g, want) || gone[want.Position] {
				t.Fatalf("position %d was altered, or is called lost", want.Position)
			}
			next++
			continue
		}
		lost++
	}
	if next != len(got) {
		t.Errorf("%d events came back that were never stored", len(got)-next)
	}
	return lost
}

func TestSalvageOfASoundFileIsACopy(t *testing.T) {
	path, log := sample(t, 200)
	got, result := salvaged(t, path)
	if keeps(t, got, result, log) != 0 || len(result.Lost) != 0 || len(result.Renumbered) != 0 || len(result.Notes) != 0 {
		t.Errorf("%+v", result)
	}
	for i := range got {
		if !same(got[i], log[i]) {
			t.Fatalf("position %d came back as another event", got[i].Position)
		}
	}
}

// The trees above the events may be gone altogether: their pages are found without them.
func TestSalvageNeedsNeitherHeaderNorTrees(t *testing.T) {
	path, log := sample(t, 300)
	to := damaged(t, path, func(b []byte) []byte {
		for at := 0; at < len(b); at += page {
			if kind := b[at]; at == 0 || kind == 0x05 || kind == 0x02 { // the first page, interior pages
				clear(b[at : at+page])
			}
		}
		return b
	})
	got, result := salvaged(t, to)
	if lost := keeps(t, got, result, log); lost != 0 || len(result.Lost) != 0 {
		t.Errorf("%d of %d events are lost without the trees: %v", lost, len(log), result.Lost)
	}
}

// One page less costs the events of that page, and they are named.
func TestSalvageLosesOnlyWhatStoodOnTheDamage(t *testing.T) {
	path, log := sample(t, 300)
	random := rand.New(rand.NewPCG(5, 6))
	worst := 0
	for range 15 {
		to := damaged(t, path, func(b []byte) []byte {
			clear(b[random.IntN(len(b)/page)*page:][:page])
			return b
		})
		got, result := salvaged(t, to)
		lost := keeps(t, got, result, log)
		counted := 0
		for _, span := range result.Lost {
			counted += int(span.Last - span.First + 1)
		}
		if lost != counted {
			t.Errorf("%d events are lost and %d are counted", lost, counted)
		}
		worst = max(worst, lost)
	}
	if worst == 0 || worst > 60 {
		t.Errorf("a page cost up to %d events of %d", worst, len(log))
	}
}

func TestSalvageSurvivesAnyBytes(t *testing.T) {
	path, log := sample(t, 100)
	random := rand.New(rand.NewPCG(7, 8))
	for range 30 {
		to := damaged(t, path, func(b []byte) []byte {
			for range 1 + random.IntN(5) {
				if b = spoil(b, random); len(b) < page {
					b = append(b, make([]byte, page)...)
				}
			}
			return b
		})
		got, result := salvaged(t, to)
		keeps(t, got, result, log)
	}
}

// What stands in the write-ahead log of a process that was killed is salvaged too, but
// for the frames that are damaged.
func TestSalvageReadsTheWriteAheadLog(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var acknowledged ledger
	for n := range 200 {
		acknowledged.append(t.Context(), s, "test-1", event.Any, facts(string(rune('a'+n%26))+string(rune('a'+n/26)), 3))
	}
	log := read(t, s.All(t.Context(), 0))
	killed := func(change func(wal []byte)) string {
		to := damaged(t, filepath.Join(dir, "soin.db"), func(b []byte) []byte { return b })
		wal, err := os.ReadFile(filepath.Join(dir, "soin.db-wal"))
		if err != nil {
			t.Fatal(err)
		}
		change(wal)
		if err := os.WriteFile(to+"-wal", wal, 0o600); err != nil {
			t.Fatal(err)
		}
		return to
	}
	for name, c := range map[string]struct {
		change func(wal []byte)
		lost   int
	}{
		"whole":           {func([]byte) {}, 0},
		"damaged frame":   {func(wal []byte) { wal[len(wal)/2] ^= 1 }, 1},
		"damaged header":  {func(wal []byte) { clear(wal[:32]) }, 0},
		"damaged to half": {func(wal []byte) { clear(wal[len(wal)/2:]) }, len(log) * 6 / 10},
	} {
		t.Run(name, func(t *testing.T) {
			got, result := salvaged(t, killed(c.change))
			if lost := keeps(t, got, result, log); lost > c.lost {
				t.Errorf("%d of %d events are lost: %+v", lost, len(log), result)
			}
			if (name != "whole") != (len(result.Notes) > 0) {
				t.Errorf("notes on the damage: %q", result.Notes)
			}
		})
	}
}

func TestSalvageLeavesDeletedStreamsDeleted(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for n := range 50 {
		for _, stream := range []string{"kept-1", "deleted-1"} {
			if _, err := s.Append(t.Context(), stream, event.Any, facts(stream+string(rune('a'+n)), 5)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Delete(t.Context(), "deleted-1", event.Any); err != nil {
		t.Fatal(err)
	}
	log := read(t, s.All(t.Context(), 0))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "salvaged.db")
	result, err := sqlitestore.Salvage(t.Context(), dir, to)
	if err != nil {
		t.Fatal(err)
	}
	s = open(t, to)
	if lost := keeps(t, read(t, s.All(t.Context(), 0)), result, log); lost != 0 {
		t.Errorf("%d events are lost", lost)
	}
	if _, err := s.Append(t.Context(), "deleted-1", event.Any, facts("new", 1)); !errors.Is(err, event.ErrStreamDeleted) {
		t.Errorf("append to the deleted stream: %v", err)
	}
	receipts, err := s.Append(t.Context(), "kept-1", event.Any, facts("new", 1))
	if err != nil || receipts[0].Position <= 500 {
		t.Errorf("the next position is %v, %v: it was given before", receipts, err)
	}
}

func TestSalvageReplacesNothing(t *testing.T) {
	path, _ := sample(t, 5)
	if _, err := sqlitestore.Salvage(t.Context(), path, path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("salvage onto the file itself: %v", err)
	}
	to := filepath.Join(t.TempDir(), "new.db")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sqlitestore.Salvage(ctx, path, to); !errors.Is(err, context.Canceled) {
		t.Errorf("salvage after its context ended: %v", err)
	}
	if left, _ := filepath.Glob(to + "*"); len(left) != 0 {
		t.Errorf("an interrupted salvage leaves %v", left)
	}
	s := open(t, path)
	if _, err := sqlitestore.Salvage(t.Context(), path, to); err == nil {
		t.Error("salvage of a log that is open for writing")
	}
	_ = s.Close()
}
