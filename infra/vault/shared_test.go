package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"soin/domain/event"
	"soin/infra/memstore"
	"soin/infra/vault"
)

// shelf is where a test keeps a shared vault.
type shelf struct {
	store event.Store
	key   vault.Key
}

func newShelf(t *testing.T) shelf {
	store := memstore.New()
	t.Cleanup(func() { store.Close() })
	return shelf{store, vault.Key{1, 2, 3}}
}

func (f shelf) open(t *testing.T) keeper {
	t.Helper()
	v, err := vault.OpenShared(t.Context(), f.store, f.key, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// contents is every byte of every event of the store, and the streams' names.
func (f shelf) contents(t *testing.T) []byte {
	t.Helper()
	var all []byte
	for r, err := range f.store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s %s %s %s\n", r.Stream, r.ID, r.Name, r.Data)...)
	}
	return all
}

func TestTheStoreTellsNothingWithoutTheKey(t *testing.T) {
	f := newShelf(t)
	v := f.open(t)
	ana := person(t, v, vault.Member("ana-marked"))
	person(t, v, vault.Subject("irritant-marked"))
	if all := f.contents(t); bytes.Contains(all, []byte("marked")) || !bytes.Contains(all, []byte(ana.Pseudonym()[2:])) {
		t.Errorf("the store holds\n%s", all)
	}
}

func TestNoEventHoldsTheRowOfWhoWasErased(t *testing.T) {
	f := newShelf(t)
	v := f.open(t)
	pseudonym := person(t, v, vault.Member("ana")).Pseudonym()
	if _, known, err := v.Erase(t.Context(), pseudonym); !known || err != nil {
		t.Fatal(known, err)
	}
	if all := f.contents(t); bytes.Contains(all, []byte(`"key"`)) {
		t.Errorf("the store holds\n%s", all)
	}
}

func TestAnotherKeyThanTheVaultsIsSaid(t *testing.T) {
	f := newShelf(t)
	f.open(t)
	_, err := vault.OpenShared(t.Context(), f.store, vault.Key{9}, time.Now)
	if wrong, ok := errors.AsType[*vault.KeyError](err); !ok || !strings.Contains(wrong.Error(), "another key") {
		t.Errorf("opened with another key: %v", err)
	}
}

// TestProcessesAgreeOnEverybody lets vaults over one store meet the same members at the same
// time, erase some of them meanwhile, and be opened anew.
func TestProcessesAgreeOnEverybody(t *testing.T) {
	f := newShelf(t)
	vaults := []keeper{f.open(t), f.open(t), f.open(t)}
	for round := range 20 {
		var all sync.WaitGroup
		for i, v := range vaults {
			all.Go(func() {
				for m := range 5 {
					if _, err := v.Persons(t.Context(), []vault.Name{vault.Member(fmt.Sprint("m", m))}); err != nil {
						t.Error(err)
					}
				}
				if i == round%3 {
					if _, _, err := v.Erase(t.Context(), fmt.Sprint("m", round%5)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
	}
	vaults = append(vaults, f.open(t))
	for m := range 5 {
		name := vault.Member(fmt.Sprint("m", m))
		want := person(t, vaults[3], name)
		for i, v := range vaults {
			if _, _, err := v.Erase(t.Context(), "nobody"); err != nil { // which looks at all there is
				t.Error(err)
			}
			if got := person(t, v, name); got.Pseudonym() != want.Pseudonym() || got.Erased() {
				t.Errorf("member %d is %s for vault %d, and %s for the newest", m, got.Pseudonym(), i, want.Pseudonym())
			}
			if text, err := v.Open(t.Context(), here, want.Seal(here, "x")); err != nil || text != "x" {
				t.Errorf("vault %d opens %q, %v", i, text, err)
			}
		}
	}
}

// cut is a store whose deletions are lost, as when the process ends before them.
type cut struct{ event.Store }

func (cut) Delete(context.Context, string, event.Revision) error { return errors.New("cut off") }

func TestAnErasureThatWasCutOffIsCompletedAtTheNextStart(t *testing.T) {
	f := newShelf(t)
	v := shelf{cut{f.store}, f.key}.open(t)
	ana := person(t, v, vault.Member("ana"))
	if _, _, err := v.Erase(t.Context(), "ana"); err == nil {
		t.Fatal("an erasure without a deletion is acknowledged")
	}
	v.Close()
	again := f.open(t)
	if all := f.contents(t); bytes.Contains(all, []byte(`"key"`)) {
		t.Errorf("the store holds\n%s", all)
	}
	if _, err := again.Open(t.Context(), here, ana.Seal(here, "x")); !errors.Is(err, vault.ErrWithheld) {
		t.Errorf("the text is read: %v", err)
	}
	if p := person(t, again, vault.Member("ana")); p.Pseudonym() == ana.Pseudonym() {
		t.Error("the member is remembered")
	}
}

// lame is a store whose deletions, or readings, fail while they are told to.
type lame struct {
	event.Store
	deletions, readings atomic.Bool
}

func (s *lame) Delete(ctx context.Context, stream string, expected event.Revision) error {
	if s.deletions.Load() {
		return errors.New("cut off")
	}
	return s.Store.Delete(ctx, stream, expected)
}

func (s *lame) Follow(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		for r, err := range s.Store.Follow(ctx, after) {
			if s.readings.Load() {
				yield(event.RawRecorded{}, errors.New("a moment of weakness"))
				return
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestAnErasureThatFailedHalfwayIsCompletedByErasingAgain(t *testing.T) {
	for _, by := range []string{"ana", "her pseudonym"} {
		f := newShelf(t)
		store := &lame{Store: f.store}
		v := shelf{store, f.key}.open(t)
		pseudonym := person(t, v, vault.Member("ana")).Pseudonym()
		if by != "ana" {
			by = pseudonym
		}
		store.deletions.Store(true)
		if _, _, err := v.Erase(t.Context(), by); err == nil {
			t.Fatal("an erasure without a deletion is acknowledged")
		}
		store.deletions.Store(false)
		if got, known, err := v.Erase(t.Context(), by); got != pseudonym || !known || err != nil {
			t.Errorf("erased again by %s: %s, %v, %v", by, got, known, err)
		}
		if all := f.contents(t); bytes.Contains(all, []byte(`"key"`)) {
			t.Errorf("the store holds\n%s", all)
		}
		if _, known, err := v.Erase(t.Context(), by); known || err != nil {
			t.Errorf("erased for the third time: %v, %v", known, err)
		}
	}
}

func TestAMomentOfWeaknessIsSaidAndPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newShelf(t)
		store := &lame{Store: f.store}
		v, err := vault.OpenShared(t.Context(), store, f.key, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		other, err := vault.OpenShared(t.Context(), f.store, f.key, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		synctest.Wait()
		store.readings.Store(true)
		ana := person(t, other, vault.Member("ana"))
		synctest.Wait()
		if v.Health() == nil {
			t.Error("a vault that cannot follow calls itself healthy")
		}
		store.readings.Store(false)
		<-time.After(time.Minute) // which is over at once, in this bubble
		if err := v.Health(); err != nil {
			t.Errorf("a minute later: %v", err)
		}
		if got := person(t, v, vault.Member("ana")); got.Pseudonym() != ana.Pseudonym() {
			t.Error("what was told meanwhile was missed")
		}
	})
}

// lagging shows what was appended only after it was looked for some times.
type lagging struct {
	event.Store
	looks atomic.Int64
}

func (s *lagging) All(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	if s.looks.Add(1)%7 != 0 {
		return func(func(event.RawRecorded, error) bool) {}
	}
	return s.Store.All(ctx, after)
}

func (s *lagging) Follow(ctx context.Context, _ event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		<-ctx.Done()
		yield(event.RawRecorded{}, ctx.Err())
	}
}

func TestAMemberHasOneRowHoweverFarReadingLags(t *testing.T) {
	f := newShelf(t)
	v := shelf{&lagging{Store: f.store}, f.key}.open(t)
	person(t, v, vault.Member("ana"))
	if n := bytes.Count(f.contents(t), []byte("vault.person-kept")); n != 1 {
		t.Errorf("one member has %d rows", n)
	}
}
