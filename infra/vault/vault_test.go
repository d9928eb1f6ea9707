package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"soin/infra/vault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// folder is where a test keeps a vault and its key.
type folder string

func newFolder(t *testing.T) folder { return folder(t.TempDir()) }

func (f folder) file() string { return filepath.Join(string(f), vault.FileName) }
func (f folder) key() string  { return filepath.Join(string(f), vault.KeyFileName) }

func (f folder) open(t *testing.T) keeper {
	t.Helper()
	v, err := vault.Open(f.file(), f.key())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// keeper is what both kinds of vault promise.
type keeper interface {
	Persons(context.Context, []vault.Name) ([]*vault.Person, error)
	Open(context.Context, vault.Place, string) (string, error)
	Erase(context.Context, string) (pseudonym string, known bool, err error)
	Close() error
}

// place is where a test keeps a vault: opened again, it is the same one.
type place interface{ open(t *testing.T) keeper }

// inEachPlace puts a promise to the test of a vault in a file and of one in a store.
func inEachPlace(t *testing.T, keep func(t *testing.T, f place)) {
	t.Run("in a file", func(t *testing.T) { keep(t, newFolder(t)) })
	t.Run("in a store", func(t *testing.T) { keep(t, newShelf(t)) })
}

func persons(t rapid.TB, v keeper, names ...vault.Name) []*vault.Person {
	t.Helper()
	got, err := v.Persons(context.Background(), names)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func person(t rapid.TB, v keeper, n vault.Name) *vault.Person {
	t.Helper()
	return persons(t, v, n)[0]
}

var here = vault.Place{Stream: "irritant-7", Source: "urn:a", ID: "1", Path: "title"}

func TestAMemberHasOnePseudonymAlsoAfterARestart(t *testing.T) {
	inEachPlace(t, func(t *testing.T, f place) {
		v := f.open(t)
		got := persons(t, v, vault.Member("ana"), vault.Member("bo"), vault.Member("ana"), vault.Subject("ana"))
		ana, bo := got[0].Pseudonym(), got[1].Pseudonym()
		if ana != got[2].Pseudonym() || ana == bo || got[3].Pseudonym() == ana {
			t.Errorf("%s %s %s %s", ana, bo, got[2].Pseudonym(), got[3].Pseudonym())
		}
		if !strings.HasPrefix(ana, "p_") || len(ana) != 28 || strings.Trim(ana[2:], "abcdefghijklmnopqrstuvwxyz234567") != "" {
			t.Errorf("%q is no pseudonym", ana)
		}
		sealed := got[0].Seal(here, "la porte coince")
		v.Close()
		again := person(t, f.open(t), vault.Member("ana"))
		if again.Pseudonym() != ana || again.Seal(here, "la porte coince") != sealed {
			t.Error("the same member is somebody else after a restart")
		}
	})
}

func TestAPseudonymOfOursNamesItselfAndAStrangersDoesNot(t *testing.T) {
	inEachPlace(t, func(t *testing.T, f place) {
		v := f.open(t)
		ours := person(t, v, vault.Member("ana")).Pseudonym()
		if got := person(t, v, vault.Member(ours)).Pseudonym(); got != ours {
			t.Errorf("%s became %s", ours, got)
		}
		strangers := "p_" + strings.Repeat("a", 26)
		if got := person(t, v, vault.Member(strangers)).Pseudonym(); got == strangers {
			t.Error("a stranger's pseudonym passed as itself")
		}
		subject := person(t, v, vault.Subject("irritant-7")).Pseudonym()
		if got := person(t, v, vault.Member(subject)).Pseudonym(); got == subject {
			t.Error("a subject's handle passed as a member")
		}
	})
}

func TestSealedTextIsReadAtItsPlaceOnly(t *testing.T) {
	inEachPlace(t, func(t *testing.T, f place) {
		v := f.open(t)
		rapid.Check(t, func(t *rapid.T) {
			text := rapid.String().Draw(t, "text")
			at := vault.Place{
				Stream: rapid.String().Draw(t, "stream"), Source: rapid.String().Draw(t, "source"),
				ID: rapid.String().Draw(t, "id"), Path: rapid.String().Draw(t, "path"),
			}
			p := person(t, v, vault.Member(rapid.SampledFrom([]string{"ana", "bo"}).Draw(t, "member")))
			sealed := p.Seal(at, text)
			if sealed != p.Seal(at, text) || len(text) > 5 && strings.Contains(sealed, text) {
				t.Fatalf("sealed as %q", sealed)
			}
			if got, err := v.Open(context.Background(), at, sealed); err != nil || got != text {
				t.Fatalf("got %q, %v", got, err)
			}
			// The same letters, with the boundary between two parts moved, are another place.
			elsewhere := at
			elsewhere.Stream, elsewhere.Source = at.Stream+at.Source, ""
			if elsewhere != at {
				if got, err := v.Open(context.Background(), elsewhere, sealed); !errors.Is(err, vault.ErrNotSealed) {
					t.Fatalf("read elsewhere: %q, %v", got, err)
				}
			}
		})
	})
}

func TestWhatTheVaultDidNotSealIsNotSealed(t *testing.T) {
	inEachPlace(t, func(t *testing.T, f place) {
		v := f.open(t)
		sealed := person(t, v, vault.Member("ana")).Seal(here, "x")
		for _, s := range []string{
			"", "s_", "la porte", sealed[:28], sealed[:40], sealed[:len(sealed)-1] + "!", sealed + "AAAA",
			"s_" + strings.Repeat("a", 26) + sealed[28:], "s_" + strings.ToUpper(sealed[2:28]) + sealed[28:],
		} {
			if got, err := v.Open(t.Context(), here, s); !errors.Is(err, vault.ErrNotSealed) {
				t.Errorf("%q: %q, %v", s, got, err)
			}
		}
	})
}

func TestErasingMakesTextUnreadableAndTheMemberSomebodyNew(t *testing.T) {
	inEachPlace(t, func(t *testing.T, f place) {
		v := f.open(t)
		both := persons(t, v, vault.Member("ana"), vault.Member("bo"))
		ana, bo := both[0].Pseudonym(), both[1].Pseudonym()
		ofAna, ofBo := both[0].Seal(here, "la porte"), both[1].Seal(here, "la porte")
		got, known, err := v.Erase(t.Context(), "ana")
		if err != nil || !known || got != ana {
			t.Fatalf("%q %v %v", got, known, err)
		}
		for _, v := range []keeper{v, f.open(t)} {
			if _, err := v.Open(t.Context(), here, ofAna); !errors.Is(err, vault.ErrWithheld) {
				t.Errorf("erased text: %v", err)
			}
			if text, err := v.Open(t.Context(), here, ofBo); err != nil || text != "la porte" {
				t.Errorf("another's text: %q, %v", text, err)
			}
			if p := person(t, v, vault.Member(ana)); p.Pseudonym() != ana || !p.Erased() {
				t.Errorf("the pseudonym that stays in the log became %+v", p)
			}
			if p := person(t, v, vault.Member("ana")); p.Pseudonym() == ana || p.Pseudonym() == bo {
				t.Error("the member was not forgotten")
			}
		}
		if _, known, err := v.Erase(t.Context(), ana); known || err != nil {
			t.Errorf("erasing a pseudonym of nobody: %v, %v", known, err)
		}
		if _, known, err := v.Erase(t.Context(), "nobody"); known || err != nil {
			t.Errorf("erasing nobody: %v, %v", known, err)
		}
	})
}

func TestNoFileHoldsTheRowOfWhoWasErased(t *testing.T) {
	f := newFolder(t)
	v := f.open(t)
	pseudonyms := map[string]string{}
	for i := range 20 {
		member := fmt.Sprint("member-", i)
		pseudonyms[member] = person(t, v, vault.Member(member)).Pseudonym()
	}
	for _, member := range []string{"member-7", "member-19", "member-0"} {
		pieces := rowOf(t, contents(t, f), pseudonyms[member])
		if _, known, err := v.Erase(t.Context(), member); !known || err != nil {
			t.Fatal(known, err)
		}
		after := contents(t, f)
		for _, piece := range pieces {
			if bytes.Contains(after, piece) {
				t.Fatalf("the key of %s is still in the vault's files", member)
			}
		}
	}
}

// rowOf is what stands behind a handle in the files, wherever it does, in pieces: the sealed
// key, and the mark in the index.
func rowOf(t *testing.T, file []byte, pseudonym string) (pieces [][]byte) {
	t.Helper()
	handle := []byte(pseudonym[2:])
	for at := bytes.Index(file, handle); at >= 0; at = bytes.Index(file, handle) {
		file = file[at+len(handle):]
		pieces = append(pieces, file[:14], file[14:28])
	}
	if pieces == nil {
		t.Fatal("the handle is not in the file")
	}
	return pieces
}

// contents is every byte of a vault on the disk.
func contents(t *testing.T, f folder) []byte {
	t.Helper()
	var all []byte
	files, err := filepath.Glob(f.file() + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

func TestTheFileTellsNothingWithoutTheKey(t *testing.T) {
	f := newFolder(t)
	v := f.open(t)
	person(t, v, vault.Member("ana-marked")).Seal(here, "text")
	person(t, v, vault.Subject("irritant-marked"))
	if bytes.Contains(contents(t, f), []byte("marked")) {
		t.Error("an id stands in the file")
	}
	for _, name := range []string{f.file(), f.key(), f.file() + "-wal"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestAWrongOrMissingKeyIsSaid(t *testing.T) {
	f, other := newFolder(t), newFolder(t)
	f.open(t).Close()
	other.open(t).Close()
	broken := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(broken, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		other.key():                      "another key",
		filepath.Join(string(f), "gone"): "is not there",
		broken:                           "64 hexadecimal digits",
	} {
		_, err := vault.Open(f.file(), key)
		var wrong *vault.KeyError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err := os.WriteFile(f.file(), []byte(strings.Repeat("no vault at all ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Open(f.file(), f.key()); err == nil {
		t.Error("another file was opened as a vault")
	}
}

func TestWhoMeetsAMemberAtTheSameTimeGetsTheSamePseudonym(t *testing.T) {
	inEachPlace(t, func(t *testing.T, f place) {
		vaults := []keeper{f.open(t), f.open(t)} // as two processes would
		got := make([]string, 16)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i] = person(t, vaults[i%2], vault.Member("ana")).Pseudonym() })
		}
		all.Wait()
		for _, p := range got {
			if p != got[0] {
				t.Fatalf("one member has the pseudonyms %v", got)
			}
		}
	})
}

func TestAClosedVaultAndAnEndedCallMakeNobodyUp(t *testing.T) {
	inEachPlace(t, func(t *testing.T, f place) {
		v := f.open(t)
		ended, end := context.WithCancel(t.Context())
		end()
		if _, err := v.Persons(ended, []vault.Name{vault.Member("ana")}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		v.Close()
		if _, err := v.Persons(t.Context(), []vault.Name{vault.Member("ana")}); err == nil {
			t.Error("a closed vault made somebody up")
		}
		if _, _, err := v.Erase(t.Context(), "ana"); err == nil {
			t.Error("a closed vault erased somebody")
		}
	})
}

func TestATokensDigestIsWhatItIsSaidToBe(t *testing.T) {
	// printf 'soin tokenabc' | sha256sum | xxd -r -p | base32 | cut -c1-26
	if got := vault.Digest("abc"); !vault.IsDigest(got) || got == vault.Digest("abd") || got != digestOfABC {
		t.Errorf("got %s", got)
	}
	for _, s := range []string{"", "t_", "abc", "t_abc", strings.ToUpper(vault.Digest("abc"))} {
		if vault.IsDigest(s) {
			t.Errorf("%q is no digest", s)
		}
	}
}

const digestOfABC = "t_ebrup4qg6jrhv3aj3awvozaito"

func TestASealedTextIsKnownByItsFormInAnyVault(t *testing.T) {
	ana := person(t, newFolder(t).open(t), vault.Member("ana"))
	at := vault.Place{Stream: "recognition-1", Source: "s", ID: "1", Path: "message"}
	sealed, empty := ana.Seal(at, "well done"), ana.Seal(at, "")
	handle := strings.TrimPrefix(ana.Pseudonym(), "p_")
	for s, want := range map[string]bool{
		sealed: true, empty: true, "s_" + strings.Repeat("a", 26) + sealed[28:]: true,
		empty[:len(empty)-2]: false, sealed + "é": false, "s_" + handle: false, "s_" + handle + " well done": false,
		"s_well done": false, ana.Pseudonym(): false, "": false,
	} {
		if vault.IsSealed(s) != want {
			t.Errorf("%q is a sealed text: %v", s, !want)
		}
	}
}
