package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
	"soin/infra/parking"
	"soin/infra/problem"
)

// yard is a door over a log and a parking in memory; both outlive it.
type yard struct {
	store, waiting event.Store
	log            *event.Log
	parked         *parking.Parking
	door           *ingest.Door
}

func newYard(t rapid.TB, store, waiting event.Store, options ...ingest.Option) *yard {
	t.Helper()
	parked, err := parking.Open(context.Background(), waiting, today)
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
	return &yard{store, waiting, log, parked, ingest.NewDoor(log, today, append(options, ingest.WithParking(parked))...)}
}

// restarted is the same after a crash.
func (y *yard) restarted(t rapid.TB) *yard {
	t.Helper()
	return newYard(t, y.store, y.waiting)
}

func (y *yard) size() int {
	n, _ := y.parked.Size()
	return n
}

// history is the ids of a stream, in order.
func history(t rapid.TB, store event.Store, stream string) string {
	t.Helper()
	var ids []string
	for r, err := range store.Stream(context.Background(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID)
	}
	return strings.Join(ids, " ")
}

func TestAnEarlyFactIsParkedAndRecordedWhenItsPredecessorIs(t *testing.T) {
	y := newYard(t, memstore.New(), memstore.New())
	for _, o := range accept(t, y.door, headcount("a", 1), headcount("b", 1), headcount("a", 2)) {
		if o.Err != nil || o.Parked == nil || o.Parked.Awaits != "team.formed" || o.Receipt != (event.Receipt{}) {
			t.Fatalf("%+v", o)
		}
	}
	if n := len(stored(t, y.store)); n != 0 || y.size() != 3 {
		t.Fatalf("%d recorded, %d parked", n, y.size())
	}
	if o := accept(t, y.door, formed("a"))[0]; o.Err != nil {
		t.Fatal(o.Err)
	}
	if got := history(t, y.store, "team-a"); got != "formed headcount-1 headcount-2" || y.size() != 1 {
		t.Errorf("recorded %s, %d parked", got, y.size())
	}
	if o := accept(t, y.door, headcount("a", 1))[0]; o.Err != nil || !o.Receipt.Duplicate || o.Parked != nil {
		t.Errorf("delivered again: %+v", o)
	}
}

func TestWithinOneCallTheEarlyOneNeedNotBeParked(t *testing.T) {
	y := newYard(t, memstore.New(), memstore.New())
	outcomes := accept(t, y.door, headcount("a", 1), formed("a"), headcount("a", 2))
	for i, o := range outcomes {
		if o.Err != nil || o.Parked != nil || o.Receipt.Position == 0 {
			t.Errorf("delivery %d: %+v", i, o)
		}
	}
	if head, _ := y.waiting.Head(t.Context()); head != 0 {
		t.Error("something was parked for nothing")
	}
}

// The life of a delegation in reverse: each fact waits for the one that comes behind it.
func backwards(subject string) []ingest.Delivery {
	return []ingest.Delivery{
		about(subject, "delegation.completed", "3", `{"outcome":"success"}`),
		about(subject, "delegation.accepted", "2", `{}`),
		about(subject, "delegation.granted", "1", `{"teamId":"t","from":"ana","to":"bo","domain":"planning","autonomy":5,"stakes":1,"means":["time"]}`),
	}
}

func TestAChainIsRecordedAsSoonAsItsBeginningIsThere(t *testing.T) {
	h := newHouse(t, t.TempDir())
	for i, d := range backwards("d") {
		if o := accept(t, h.door, d)[0]; o.Err != nil || (o.Parked == nil) != (i == 2) {
			t.Fatalf("%+v", o)
		}
	}
	if got := history(t, h.store, "delegation-d"); got != "1 2 3" {
		t.Errorf("recorded %s", got)
	}
	if n, _ := h.parked.Size(); n != 0 {
		t.Errorf("%d parked", n)
	}
}

func TestAParkedFactDeliveredAgainGetsTheSameAnswer(t *testing.T) {
	y := newYard(t, memstore.New(), memstore.New())
	first := accept(t, y.door, headcount("a", 1))[0]
	other := about("a", "team.headcount-reported", "headcount-1", `{"headcount":99}`)
	for _, y := range []*yard{y, y.restarted(t)} {
		again := accept(t, y.door, headcount("a", 1), other)
		if again[0].Err != nil || again[0].Parked == nil || *again[0].Parked != *first.Parked {
			t.Errorf("%+v, first %+v", again[0], first)
		}
		if again[1].Err == nil || problem.Of(again[1].Err).Code != problem.IDTaken {
			t.Errorf("%+v", again[1])
		}
		if y.size() != 1 {
			t.Errorf("%d parked", y.size())
		}
	}
}

func TestAnIDUsedTwiceInOneCallBefallsTheSecondFactOnly(t *testing.T) {
	y := newYard(t, memstore.New(), memstore.New())
	other := about("a", "team.headcount-reported", "headcount-1", `{"headcount":99}`)
	outcomes := accept(t, y.door, headcount("a", 1), other, headcount("a", 1), headcount("a", 2))
	for i, o := range outcomes {
		if taken := i == 1; taken != (o.Err != nil) || taken && problem.Of(o.Err).Code != problem.IDTaken || !taken && o.Parked == nil {
			t.Errorf("fact %d: %+v", i, o)
		}
	}
	if y.size() != 2 {
		t.Errorf("%d parked", y.size())
	}
}

func TestWhatTurnsOutToBeAContradictionStaysParkedWithTheReason(t *testing.T) {
	y := newYard(t, memstore.New(), memstore.New())
	accept(t, y.door, about("a", "team.dissolved", "d1", `{}`), about("a", "team.dissolved", "d2", `{}`))
	accept(t, y.door, formed("a"))
	for _, y := range []*yard{y, y.restarted(t)} {
		all := y.parked.List()
		if len(all) != 1 || all[0].ID != "d2" || !strings.Contains(all[0].Reason, "ends once") || all[0].Awaits != "" {
			t.Fatalf("%+v", all)
		}
		if o := accept(t, y.door, about("a", "team.dissolved", "d2", `{}`))[0]; o.Parked == nil || o.Parked.Reason != all[0].Reason {
			t.Errorf("delivered again: %+v", o)
		}
	}
}

func TestASubjectThatWaitsTooMuchIsToldSo(t *testing.T) {
	y := newYard(t, memstore.New(), memstore.New())
	var many []ingest.Delivery
	for n := range parking.MaxOfSubject + 3 {
		many = append(many, headcount("a", n))
	}
	for n, o := range accept(t, y.door, many...) {
		if full := n >= parking.MaxOfSubject; full != (o.Err != nil) || full && problem.Of(o.Err).Code != problem.TooLarge {
			t.Fatalf("fact %d: %+v", n, o)
		}
	}
	if o := accept(t, y.door, formed("a"))[0]; o.Err != nil || y.size() != 0 {
		t.Errorf("%+v, %d parked", o, y.size())
	}
}

// cut is a store that fails from some write on, before or after doing it.
type cut struct {
	event.Store
	left  *atomic.Int64
	after bool
}

var errCut = errors.New("the power was cut")

func (c cut) run(write func() error) error {
	left := c.left.Add(-1)
	if left < 0 || left == 0 && !c.after {
		return errCut
	}
	err := write()
	if left == 0 {
		return errCut
	}
	return err
}

func (c cut) Append(ctx context.Context, stream string, at event.Revision, events []event.Raw) (r []event.Receipt, err error) {
	err = c.run(func() error {
		r, err = c.Store.Append(ctx, stream, at, events)
		return err
	})
	return r, err
}

func (c cut) Delete(ctx context.Context, stream string, at event.Revision) error {
	return c.run(func() error { return c.Store.Delete(ctx, stream, at) })
}

// Facts in any order and in any pieces, with a crash at any write of the log or of the
// parking: after the restart and a redelivery of what was not acknowledged, every fact is
// recorded once.
func TestNoCrashLosesOrDoublesAFactThatCameEarly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store, waiting := memstore.New(), memstore.New()
		var facts []ingest.Delivery
		for _, team := range []string{"a", "b"} {
			facts = append(facts, formed(team))
			for n := range 4 {
				facts = append(facts, headcount(team, n))
			}
		}
		facts = rapid.Permutation(facts).Draw(t, "order")
		var left atomic.Int64
		left.Store(rapid.Int64Range(1, 12).Draw(t, "writes until the cut"))
		after := rapid.Bool().Draw(t, "after")
		y := newYard(t, cut{store, &left, after}, cut{waiting, &left, after})
		acknowledged := map[int]bool{}
		deliver := func() {
			for i := 0; i < len(facts); {
				n := min(rapid.IntRange(1, 4).Draw(t, "piece"), len(facts)-i)
				for j, o := range accept(t, y.door, facts[i:i+n]...) {
					if o.Err == nil {
						acknowledged[i+j] = true
					}
				}
				i += n
			}
		}
		deliver()
		y = newYard(t, store, waiting)
		if _, err := y.door.RetryAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		kept := y.size() + len(stored(t, store))
		if kept < len(acknowledged) {
			t.Fatalf("%d facts were acknowledged, %d are there", len(acknowledged), kept)
		}
		deliver()
		if n := y.size(); n != 0 {
			t.Fatalf("still parked: %+v", y.parked.List())
		}
		seen := map[string]bool{}
		for _, r := range stored(t, store) {
			if k := r.Stream + r.ID; seen[k] {
				t.Fatalf("%s was recorded twice", k)
			} else {
				seen[k] = true
			}
		}
		if len(seen) != len(facts) {
			t.Fatalf("%d facts of %d are recorded", len(seen), len(facts))
		}
	})
}

func TestAVoiceIsCastAndNotPublished(t *testing.T) {
	h := newHouse(t, t.TempDir())
	history := ingest.NewDoor(h.log, today, ingest.WithVault(h.vault), ingest.AsHistory())
	for _, door := range []*ingest.Door{h.door, history} {
		o := accept(t, door, about("s", "survey.ballot-cast", "1", `{"teamId":"t","token":"x","answers":{"q":1}}`))[0]
		if o.Err == nil || problem.Of(o.Err).Code != problem.Voice || !strings.Contains(o.Err.Error(), "ballot") {
			t.Errorf("%+v", o)
		}
	}
}

func TestWhatSoinRecordsItselfIsTakenFromAHistoryOnly(t *testing.T) {
	y := newYard(t, memstore.New(), memstore.New())
	for i, name := range []string{
		"survey.released", "survey.withheld", "survey.voided", "voices.released", "voices.withheld",
		"subject.erased", "audit.checkpointed", "model.adopted",
	} {
		o := accept(t, y.door, about("s", name, fmt.Sprint(i), `{}`))[0]
		if o.Err == nil || problem.Of(o.Err).Code != problem.Forbidden {
			t.Errorf("%s: %+v", name, o)
		}
		if _, known := y.log.Catalog().Context(name); !known {
			t.Errorf("there is no %s", name)
		}
	}
	checkpoint := about("log", "audit.checkpointed", "1", `{"size":1,"root":"`+strings.Repeat("ab", 32)+`","signature":"x"}`)
	history := newYard(t, memstore.New(), memstore.New(), ingest.AsHistory())
	if o := accept(t, history.door, checkpoint)[0]; o.Err != nil {
		t.Error(o.Err)
	}
}
