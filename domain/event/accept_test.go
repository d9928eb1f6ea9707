package event_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"soin/domain/event"
	"soin/infra/memstore"
)

func accept(t *testing.T, log *event.Log, facts ...event.Fact) []event.Verdict {
	t.Helper()
	verdicts, err := lamps.Accept(t.Context(), log, "hall", facts)
	if err != nil {
		t.Fatal(err)
	}
	if len(verdicts) != len(facts) {
		t.Fatalf("%d verdicts on %d facts", len(verdicts), len(facts))
	}
	return verdicts
}

// places are where the log holds the events of each id.
func places(t *testing.T, log *event.Log) map[string]event.Receipt {
	t.Helper()
	at := map[string]event.Receipt{}
	for r, err := range log.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		at[r.ID] = event.Receipt{Position: r.Position, Revision: r.Revision}
	}
	return at
}

func TestAcceptGivesVerdictsInTheOrderOfTheFacts(t *testing.T) {
	log, _ := newLog()
	old := record(t, log, fact("old", lit{Brightness: 90}))
	verdicts := accept(t, log,
		fact("a", lit{Brightness: 50}),   // lit already
		fact("b", dimmed{40}),            // accepted
		fact("old", lit{Brightness: 90}), // known
		fact("c", dimmed{60}),            // brighter than b left it
		fact("d", dimmed{101}),           // invalid
		fact("e", putOut{}),              // accepted
		fact("f", lit{Brightness: 100}),  // accepted, after e
		fact("old", lit{Brightness: 10}), // another fact under a known id
		fact("g", stray{}),               // of no type
		event.Fact{Event: putOut{}},      // no envelope
		fact("b", dimmed{40}),            // told twice in one delivery
		fact("f", lit{Brightness: 1}),    // another fact under an id of this delivery
		fact("h", event.Unknown{}),       // not understood
		fact("i", dimmed{100}),           // as bright as it is
	)
	at := places(t, log)
	again := func(r event.Receipt) event.Receipt { r.Duplicate = true; return r }
	for i, want := range []any{
		"lit already, at 90", at["b"], again(old[0]), "at 40 cannot be dimmed to 60", "brightness must lie",
		at["e"], at["f"], "already names another fact", "not in the catalog", "source must have", again(at["b"]),
		"already names another fact", "not in the catalog", "at 100 cannot be dimmed to 100",
	} {
		v := verdicts[i]
		switch want := want.(type) {
		case string:
			if v.Err == nil || !strings.Contains(v.Err.Error(), want) || v.Receipt != (event.Receipt{}) {
				t.Errorf("verdict %d = %+v, want %q", i, v, want)
			}
		case event.Receipt:
			if v.Err != nil || v.Receipt != want || want.Position == 0 {
				t.Errorf("verdict %d = %+v, want %+v", i, v, want)
			}
		}
	}
	got, err := told(log.Stream(t.Context(), hall, 0))
	if want := []string{"lamp.lit old", "lamp.dimmed b", "lamp.put-out e", "lamp.lit f"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("recorded %v, %v, want %v", got, err, want)
	}
}

func TestAcceptSaysWhereAConflictIs(t *testing.T) {
	log, _ := newLog()
	got := as[*event.ConflictError](t, accept(t, log, fact("1", dimmed{10}))[0].Err)
	if want := (event.ConflictError{Stream: hall, Name: "lamp.dimmed", Reason: "a lamp at 0 cannot be dimmed to 10"}); *got != want {
		t.Errorf("got %+v, want %+v", *got, want)
	}
}

func TestAcceptSaysWhichFactHoldsATakenID(t *testing.T) {
	log, _ := newLog()
	held := record(t, log, fact("1", putOut{}))[0]
	verdicts := accept(t, log, fact("1", lit{Brightness: 5}), fact("2", lit{Brightness: 5}), fact("2", putOut{}))
	for i, want := range map[int]event.IDTakenError{
		0: {Stream: hall, Source: "urn:hall", ID: "1", Position: held.Position},
		2: {Stream: hall, Source: "urn:hall", ID: "2", Position: verdicts[1].Receipt.Position},
	} {
		if got := as[*event.IDTakenError](t, verdicts[i].Err); *got != want || got.Position == 0 {
			t.Errorf("verdict %d: %+v, want %+v", i, *got, want)
		}
	}
}

func TestAcceptOfKnownFactsRecordsNothing(t *testing.T) {
	log, _ := newLog()
	facts := []event.Fact{fact("1", lit{Brightness: 80}), fact("2", dimmed{20})}
	first := accept(t, log, facts...)
	head, _ := log.Head(t.Context())
	for i, v := range accept(t, log, facts...) {
		want := first[i]
		want.Receipt.Duplicate = true
		if v != want {
			t.Errorf("verdict %d = %+v, want %+v", i, v, want)
		}
	}
	if after, _ := log.Head(t.Context()); after != head {
		t.Errorf("the log grew from %d to %d", head, after)
	}
}

func TestAFactRefusedOnceMayBeAcceptedLaterInTheDelivery(t *testing.T) {
	log, _ := newLog()
	verdicts := accept(t, log, fact("1", dimmed{10}), fact("2", lit{Brightness: 50}), fact("1", dimmed{10}))
	if verdicts[0].Err == nil || verdicts[2].Err != nil || verdicts[2].Receipt.Duplicate || verdicts[2].Receipt.Revision != 1 {
		t.Errorf("got %+v", verdicts)
	}
}

func TestAcceptKeepsWhatWasPublished(t *testing.T) {
	log, s := newLog()
	const payload = ` {"share": 0.5, "mood":"cosy"} `
	accept(t, log, published("1", lit{Brightness: 50}, 2, payload))
	for r, err := range s.Stream(t.Context(), hall, 0) {
		if err != nil || string(r.Data) != payload || r.Version != 2 {
			t.Errorf("stored %q in version %d, %v", r.Data, r.Version, err)
		}
	}
}

func TestAcceptReportsWhatBefellTheStore(t *testing.T) {
	log, s := newLog()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	verdicts, err := lamps.Accept(t.Context(), log, "hall", []event.Fact{fact("1", putOut{})})
	if verdicts != nil || err != event.ErrClosed {
		t.Errorf("got %v, %v", verdicts, err)
	}
}

func TestAcceptOfNoFactsGivesNoVerdicts(t *testing.T) {
	log, _ := newLog()
	accept(t, log)
}

// forestalled is a store on which somebody else writes just before the first append.
type forestalled struct {
	event.Store
	once *sync.Once
	by   event.Raw
}

func (f forestalled) Append(
	ctx context.Context, stream string, expected event.Revision, events []event.Raw,
) (receipts []event.Receipt, err error) {
	f.once.Do(func() { _, err = f.Store.Append(ctx, stream, event.Any, []event.Raw{f.by}) })
	if err != nil {
		return nil, err
	}
	return f.Store.Append(ctx, stream, expected, events)
}

// acceptLate delivers two facts after somebody else has written.
func acceptLate(t *testing.T, by event.Raw) []event.Verdict {
	t.Helper()
	plain, _ := newLog()
	log := event.NewLog(forestalled{memstore.New(), new(sync.Once), by}, plain.Catalog())
	return accept(t, log, fact("1", lit{Brightness: 50}), fact("2", dimmed{40}))
}

func TestFactsAreJudgedAgainWhenSomebodyElseWrites(t *testing.T) {
	verdicts := acceptLate(t, raw("other", "lamp.lit", 3, `{"brightness":30}`))
	for i, want := range []string{"lit already, at 30", "at 30 cannot be dimmed to 40"} {
		if got := as[*event.ConflictError](t, verdicts[i].Err); !strings.Contains(got.Reason, want) {
			t.Errorf("verdict %d = %v, want %q", i, got, want)
		}
	}
}

func TestAFactDeliveredTwiceAtOnceIsRecordedOnce(t *testing.T) {
	verdicts := acceptLate(t, raw("1", "lamp.lit", 3, `{"brightness":50}`))
	if v := verdicts[0]; v.Err != nil || !v.Receipt.Duplicate || v.Receipt.Revision != 0 {
		t.Errorf("verdict 0 = %+v", v)
	}
	if v := verdicts[1]; v.Err != nil || v.Receipt.Duplicate || v.Receipt.Revision != 1 {
		t.Errorf("verdict 1 = %+v", v)
	}
}

func TestAnIDTakenMeanwhileBefallsItsFactAlone(t *testing.T) {
	verdicts := acceptLate(t, raw("2", "lamp.lit", 3, `{"brightness":90}`))
	as[*event.ConflictError](t, verdicts[0].Err)
	as[*event.IDTakenError](t, verdicts[1].Err)

	verdicts = acceptLate(t, raw("2", "lamp.put-out", 1, `{}`))
	if v := verdicts[0]; v.Err != nil || v.Receipt.Revision != 1 {
		t.Errorf("verdict 0 = %+v", v)
	}
	as[*event.IDTakenError](t, verdicts[1].Err)
}
