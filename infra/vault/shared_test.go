package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
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
