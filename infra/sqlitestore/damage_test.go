package sqlitestore_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/sqlitestore"
)

const page = 4096

// sample writes a log of so many appends, in streams long and short, with payloads that
// fit a page and some that overflow to others. It gives the file and what it holds.
func sample(t *testing.T, appends int) (path string, log []event.RawRecorded) {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	for n := range appends {
		events := facts(fmt.Sprint(n, "-"), 1+n%7)
		if n%10 == 0 {
			events[0].Data = []byte(strings.Repeat(fmt.Sprintf("%d soin ", n), 2000))
		}
		events[0].Source = fmt.Sprint("urn:source:", n%5)
		stream := []string{fmt.Sprint("short-", n), fmt.Sprint("long-", n%4)}[n%2]
		if _, err := s.Append(t.Context(), stream, event.Any, events); err != nil {
			t.Fatal(err)
		}
	}
	log = read(t, s.All(t.Context(), 0))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, sqlitestore.FileName), log
}

// damaged is a copy of a file after somebody changed it.
func damaged(t testing.TB, path string, change func(content []byte) []byte) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), sqlitestore.FileName)
	if err := os.WriteFile(to, change(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// names sees that an error names the file and the commands that help.
func names(t *testing.T, err error, path string) {
	t.Helper()
	if _, ok := errors.AsType[*sqlitestore.DamagedError](err); !ok {
		t.Errorf("damage is reported as: %v", err)
		return
	}
	for _, part := range []string{path, "soin log check", "soin log salvage " + path, "soin log backup"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
}

func same(a, b event.RawRecorded) bool {
	return a.Place == b.Place && a.Source == b.Source && a.ID == b.ID && a.Same(b.Raw)
}

// honest sees that a sequence gives the beginning of what was stored and then the end
// or an error that helps.
func honest(t *testing.T, path string, seq iter.Seq2[event.RawRecorded, error], want []event.RawRecorded) (whole bool) {
	t.Helper()
	n := 0
	for r, err := range seq {
		if err != nil {
			names(t, err, path)
			return false
		}
		if n >= len(want) || !same(r, want[n]) {
			t.Fatalf("event %d came back as %s@%d %q at position %d, as if nothing had happened", n, r.Stream, r.Revision, r.ID, r.Position)
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d of %d events came back, and no error", n, len(want))
	}
	return true
}

func ofStream(log []event.RawRecorded, name string) (events []event.RawRecorded) {
	for _, r := range log {
		if r.Stream == name {
			events = append(events, r)
		}
	}
	return events
}

// Whatever happens to the bytes of the file, nobody is given content that was not stored
// or a log with a hole: there is an error, it names the commands that help, and a check
// finds what is wrong.
func TestDamageIsNeverTakenForContent(t *testing.T) {
	path, log := sample(t, 300)
	random := rand.New(rand.NewPCG(3, 4))
	refused, failed := 0, 0
	for range 60 {
		to := damaged(t, path, func(b []byte) []byte { return spoil(b, random) })
		s, err := sqlitestore.Open(to, time.Now)
		if err != nil {
			refused++
			names(t, err, to)
			continue
		}
		whole := honest(t, to, s.All(t.Context(), 0), log)
		for _, name := range []string{"long-0", "long-3", "short-20"} {
			whole = honest(t, to, s.Stream(t.Context(), name, 0), ofStream(log, name)) && whole
		}
		if err := s.Close(); err != nil {
			names(t, err, to)
		}
		if !whole {
			failed++
			if report, err := sqlitestore.Check(t.Context(), to); err != nil || len(report.Problems) == 0 {
				t.Errorf("reading fails and a check finds nothing: %v", err)
			}
		}
	}
	if refused < 5 || failed < 5 {
		t.Errorf("of 60 damaged files %d were refused and %d failed in the middle: the damage is not what it was", refused, failed)
	}
}

func TestMissingPositionIsDamage(t *testing.T) {
	for _, missing := range []int{1, 10, 700} {
		path, log := sample(t, 300)
		alter(t, path, fmt.Sprint("DELETE FROM events WHERE position = ", missing))
		s := open(t, path)
		if honest(t, path, s.All(t.Context(), 0), log) {
			t.Errorf("position %d is missing and nobody says so", missing)
		}
		if got := read(t, s.All(t.Context(), event.Position(missing))); len(got) != len(log)-missing {
			t.Errorf("%d events after the missing one, want %d", len(got), len(log)-missing)
		}
		_ = s.Close()
	}
}

// A page of the index that is damaged in the middle must not make a stream look shorter
// than it is: decisions would be taken on half of its history.
func TestDamagedIndexShortensNoStream(t *testing.T) {
	path, log := sample(t, 300)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for at := 0; at < len(content); at += page {
		ofNames := bytes.Contains(content[at:at+page], []byte("long-")) || bytes.Contains(content[at:at+page], []byte("urn:source"))
		if content[at] != 0x0a || ofNames {
			continue
		}
		for cell := 10; cell < 250; cell += 60 {
			to := damaged(t, path, func(b []byte) []byte {
				entry := int(binary.BigEndian.Uint16(b[at+8+2*cell:]))
				if entry > 0 && entry < page-12 {
					b[at+entry+6] ^= 0x3f // the stream or the revision of the entry
					b[at+entry+8] ^= 0x3f
				}
				return b
			})
			r, err := sqlitestore.OpenReadOnly(to)
			if err != nil {
				names(t, err, to)
				continue
			}
			for n := range 4 {
				name := fmt.Sprint("long-", n)
				if !honest(t, to, r.Stream(t.Context(), name, 0), ofStream(log, name)) {
					failed++
				}
			}
			_ = r.Close()
		}
	}
	if failed == 0 {
		t.Error("no stream was damaged")
	}
}

// spoil damages a file: some random bytes, a zeroed page, or an end that is missing.
func spoil(b []byte, random *rand.Rand) []byte {
	at := random.IntN(len(b))
	switch random.IntN(4) {
	case 0:
		return b[:at]
	case 1:
		clear(b[at/page*page:][:page])
	case 2:
		for i := range min(len(b)-at, 1+random.IntN(200)) {
			b[at+i] = byte(random.Uint32())
		}
	case 3:
		b[at] ^= 1 << random.IntN(8)
	}
	return b
}

func TestWhatIsNoLogIsRefused(t *testing.T) {
	path, _ := sample(t, 300)
	for name, change := range map[string]func([]byte) []byte{
		"zeroed first page":  func(b []byte) []byte { clear(b[:page]); return b },
		"zeroed header":      func(b []byte) []byte { clear(b[:100]); return b },
		"half of the file":   func(b []byte) []byte { return b[:len(b)/2] },
		"first page only":    func(b []byte) []byte { return b[:page] },
		"a few bytes fewer":  func(b []byte) []byte { return b[:len(b)-100] },
		"nothing":            func([]byte) []byte { return nil },
		"text":               func([]byte) []byte { return []byte(strings.Repeat("This is no database. ", 500)) },
		"zeroed schema rows": func(b []byte) []byte { clear(b[page/2 : page]); return b },
		"changed last event": func(b []byte) []byte { return []byte(strings.Replace(string(b), "299-", "2999", 1)) },
	} {
		t.Run(name, func(t *testing.T) {
			to := damaged(t, path, change)
			_, err := sqlitestore.Open(to, time.Now)
			names(t, err, to)
			_, err = sqlitestore.OpenReadOnly(to)
			names(t, err, to)
			report, err := sqlitestore.Check(t.Context(), to)
			if err == nil && len(report.Problems) == 0 {
				t.Error("a check finds nothing")
			}
		})
	}
}

func TestLostFileIsNotMistakenForANewLog(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "soin.db-wal"), make([]byte, 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlitestore.Open(dir, time.Now); err == nil || !strings.Contains(err.Error(), "soin.db-wal") {
		t.Errorf("open without the file, beside its write-ahead log: %v", err)
	}
}
