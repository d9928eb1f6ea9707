package simulate_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"testing"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/memstore"
	"soin/infra/simulate"
)

// facts writes a history.
func facts(t testing.TB, o simulate.Options) []simulate.Fact {
	t.Helper()
	var all []simulate.Fact
	if err := simulate.Write(o, func(f simulate.Fact) error {
		all = append(all, f)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryFactIsValidAndContradictsNoOther(t *testing.T) {
	catalog := domain.Catalog(json.Unmarshal)
	log := event.NewLog(memstore.New(), catalog)
	refused := 0
	for _, f := range facts(t, simulate.Demo()) {
		context, ok := catalog.Context(f.Event.EventName())
		if !ok {
			t.Fatalf("%s is not in the catalog", f.Event.EventName())
		}
		err := f.Event.Validate()
		if err == nil {
			verdicts, failed := context.Accept(t.Context(), log, f.Subject, []event.Fact{{Envelope: f.Envelope, Event: f.Event}})
			if failed != nil {
				t.Fatal(failed)
			}
			err = verdicts[0].Err
		}
		if err != nil {
			t.Errorf("%s %s of %s: %v", f.Time, f.Event.EventName(), f.Subject, err)
			if refused++; refused > 10 {
				t.FailNow()
			}
		}
	}
}

func TestTheSameSeedGivesTheSameHistory(t *testing.T) {
	digest := func(o simulate.Options) string {
		h := fnv.New64()
		for _, f := range facts(t, o) {
			body, err := json.Marshal(f.Event)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(h, f.Envelope, f.Subject, string(body))
		}
		return fmt.Sprintf("%x", h.Sum64())
	}
	o := simulate.Demo()
	o.Months = 4
	first := digest(o)
	if second := digest(o); first != second {
		t.Error("one seed gave two histories")
	}
	other := o
	other.Seed++
	if first == digest(other) {
		t.Error("another seed gave the same history")
	}
}
