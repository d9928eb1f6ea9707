package parking_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soin/domain/event"
	"soin/infra/memstore"
	"soin/infra/parking"
)

func now() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func open(t rapid.TB, store event.Store) *parking.Parking {
	t.Helper()
	p, err := parking.Open(context.Background(), store, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func renamed(id string) parking.Early {
	return parking.Early{
		Raw: event.Raw{
			Envelope: event.Envelope{Source: "urn:test", ID: id, Time: now().AddDate(0, -1, 0)},
			Name:     "team.renamed", Version: 1, Data: []byte(`{"name":"` + id + `"}`),
		},
		State: parking.State{Awaits: "team.formed"},
	}
}

func park(t rapid.TB, p *parking.Parking, stream string, facts ...parking.Early) (waiting []parking.Waiting) {
	t.Helper()
	verdicts, err := p.Park(context.Background(), stream, facts)
	for _, v := range verdicts {
		waiting = append(waiting, v.Waiting)
		err = errors.Join(err, v.Err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return waiting
}

// refused is why the last one of some facts is not parked.
func refused(t rapid.TB, p *parking.Parking, stream string, facts ...parking.Early) error {
	t.Helper()
	verdicts, err := p.Park(context.Background(), stream, facts)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verdicts[:len(facts)-1] {
		if v.Err != nil {
			t.Errorf("%s: %v", v.ID, v.Err)
		}
	}
	return verdicts[len(facts)-1].Err
}

// ids are the facts that wait for a stream, in order.
func ids(t rapid.TB, p *parking.Parking, stream string) []string {
	t.Helper()
	facts, err := p.Facts(context.Background(), stream)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, f := range facts {
		if string(f.Data) != `{"name":"`+f.ID+`"}` {
			t.Fatalf("%s has the payload %s", f.ID, f.Data)
		}
		got = append(got, f.ID)
	}
	return got
}

func released(facts ...parking.Early) []parking.Settled {
	var s []parking.Settled
	for _, f := range facts {
		s = append(s, parking.Settled{Envelope: f.Raw.Envelope, Recorded: true})
	}
	return s
}

func settle(t rapid.TB, p *parking.Parking, stream string, outcomes ...parking.Settled) {
	t.Helper()
	if err := p.Settle(context.Background(), stream, outcomes); err != nil {
		t.Fatal(err)
	}
}

func TestAParkedFactWaitsInItsOrderAlsoAfterARestart(t *testing.T) {
	store := memstore.New()
	p := open(t, store)
	park(t, p, "team-a", renamed("1"), renamed("2"))
	got := park(t, p, "team-a", renamed("3"))[0]
	park(t, p, "team-b-c", renamed("1"))
	if got.Awaits != "team.formed" || got.Stream != "team-a" || got.Name != "team.renamed" || !got.Since.Equal(now()) || got.ID != "3" {
		t.Errorf("%+v", got)
	}
	for _, p := range []*parking.Parking{p, open(t, store)} {
		if got := ids(t, p, "team-a"); !slices.Equal(got, []string{"1", "2", "3"}) {
			t.Errorf("waiting: %v", got)
		}
		if got := ids(t, p, "team-b-c"); !slices.Equal(got, []string{"1"}) {
			t.Errorf("waiting: %v", got)
		}
		n, oldest := p.Size()
		if n != 4 || !oldest.Equal(now()) || len(p.List()) != 4 || len(p.Streams()) != 2 {
			t.Errorf("%d, %v, %v", n, oldest, p.List())
		}
		if w, err := p.Get(got.Key); err != nil || w.ID != "3" || w.Awaits != "team.formed" || !w.Since.Equal(now()) {
			t.Errorf("%+v, %v", w, err)
		}
	}
}

func TestParkingAgainIsHarmlessAndAnotherFactUnderTheIDIsNot(t *testing.T) {
	store := memstore.New()
	p := open(t, store)
	first := park(t, p, "team-a", renamed("1"), renamed("1"))
	head, _ := store.Head(t.Context())
	again := park(t, p, "team-a", renamed("1"))[0]
	if again != first[0] || again != first[1] {
		t.Errorf("%+v, %+v", first, again)
	}
	if w, found, err := p.Find("team-a", renamed("1").Raw); err != nil || !found || w != again {
		t.Errorf("%+v, %v, %v", w, found, err)
	}
	other := renamed("1")
	other.Raw.Data = []byte(`{"name":"other"}`)
	var taken *parking.TakenError
	if err := refused(t, p, "team-a", other); !errors.As(err, &taken) {
		t.Error(err)
	}
	if now, _ := store.Head(t.Context()); now != head {
		t.Error("something was written")
	}
	other.Raw.ID = "2"
	if err := refused(t, p, "team-a", renamed("2"), other); !errors.As(err, &taken) {
		t.Error(err)
	}
	if got := ids(t, p, "team-a"); !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("waiting: %v", got)
	}
}

func TestASubjectCanBeParkedOnAgainOnceNothingWaits(t *testing.T) {
	store := memstore.New()
	p := open(t, store)
	for i := range 5 {
		id := fmt.Sprint(i)
		park(t, p, "team-a", renamed(id))
		settle(t, p, "team-a", released(renamed(id))...)
		if n, _ := p.Size(); n != 0 || p.Has("team-a") {
			t.Fatalf("%d facts wait", n)
		}
		if n := events(t, store); n != 0 {
			t.Fatalf("%d events are left", n)
		}
	}
}

func events(t rapid.TB, store event.Store) (n int) {
	t.Helper()
	for _, err := range store.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func TestARefusedRetryStaysWithItsReason(t *testing.T) {
	store := memstore.New()
	p := open(t, store)
	park(t, p, "team-a", renamed("1"), renamed("2"))
	reason := parking.State{Reason: "this team has ended"}
	settle(t, p, "team-a", parking.Settled{Envelope: renamed("1").Raw.Envelope, State: reason}, released(renamed("2"))[0])
	head, _ := store.Head(t.Context())
	settle(t, p, "team-a", parking.Settled{Envelope: renamed("1").Raw.Envelope, State: reason})
	if now, _ := store.Head(t.Context()); now != head {
		t.Error("the same reason was noted twice")
	}
	for _, p := range []*parking.Parking{p, open(t, store)} {
		if all := p.List(); len(all) != 1 || all[0].Reason != reason.Reason || all[0].Awaits != "" || all[0].ID != "1" {
			t.Errorf("%+v", all)
		}
	}
}

func TestWhatIsDiscardedIsToldAndItsPayloadIsNot(t *testing.T) {
	store := memstore.New()
	p := open(t, store)
	one := park(t, p, "team-a", renamed("1"), renamed("secret"), renamed("3"))[1]
	if err := p.Discard(t.Context(), one.Key, "a test"); err != nil {
		t.Fatal(err)
	}
	var unknown *parking.UnknownError
	if err := p.Discard(t.Context(), one.Key, "again"); !errors.As(err, &unknown) {
		t.Error(err)
	}
	for _, p := range []*parking.Parking{p, open(t, store)} {
		if got := ids(t, p, "team-a"); !slices.Equal(got, []string{"1", "3"}) {
			t.Errorf("waiting: %v", got)
		}
		all, err := p.Discards(t.Context())
		if err != nil || len(all) != 1 || all[0].ID != "secret" || all[0].Reason != "a test" || all[0].Awaits != "team.formed" {
			t.Errorf("%+v, %v", all, err)
		}
	}
	for r := range store.All(t.Context(), 0) {
		if strings.Contains(string(r.Data), `"name":"secret"`) {
			t.Error("the payload is still there")
		}
	}
	park(t, p, "team-a", renamed("secret"))
}

func TestASubjectHasItsLimit(t *testing.T) {
	p := open(t, memstore.New())
	var facts []parking.Early
	for i := range parking.MaxOfSubject {
		facts = append(facts, renamed(fmt.Sprint(i)))
	}
	park(t, p, "team-a", facts...)
	var full *parking.FullError
	if err := refused(t, p, "team-a", facts[3], renamed("one more")); !errors.As(err, &full) || full.Stream != "team-a" {
		t.Error(err)
	}
	park(t, p, "team-a", facts...)
	park(t, p, "team-b", renamed("1"))
	if n, _ := p.Size(); n != parking.MaxOfSubject+1 {
		t.Errorf("%d facts wait", n)
	}
}

func TestAllTogetherHaveTheirLimit(t *testing.T) {
	p := open(t, memstore.New())
	var facts []parking.Early
	for i := range parking.MaxOfSubject {
		facts = append(facts, renamed(fmt.Sprint(i)))
	}
	for i := range parking.MaxInAll / parking.MaxOfSubject {
		park(t, p, fmt.Sprintf("team-%d", i), facts...)
	}
	var full *parking.FullError
	if err := refused(t, p, "team-x", facts[0]); !errors.As(err, &full) || full.Stream != "" {
		t.Error(err)
	}
	settle(t, p, "team-3", released(facts[7])...)
	if err := refused(t, p, "team-x", facts[0], facts[1]); !errors.As(err, &full) {
		t.Error(err)
	}
}

// heavy is a fact with so many bytes of payload.
func heavy(id string, bytes int) parking.Early {
	f := renamed(id)
	f.Raw.Data = []byte(`{"name":"` + strings.Repeat("n", bytes-len(`{"name":""}`)) + `"}`)
	return f
}

func TestThePayloadsOfASubjectHaveTheirLimitInBytes(t *testing.T) {
	store := memstore.New()
	p := open(t, store)
	piece := parking.MaxBytesOfSubject / 8
	var facts []parking.Early
	for i := range 8 {
		facts = append(facts, heavy(fmt.Sprint(i), piece))
	}
	park(t, p, "team-a", facts...)
	for _, p := range []*parking.Parking{p, open(t, store)} {
		var full *parking.FullError
		if err := refused(t, p, "team-a", facts[3], renamed("one more")); !errors.As(err, &full) || full.Stream != "team-a" || full.ProblemCode() != "too-large" {
			t.Error(err)
		}
	}
	park(t, p, "team-a", facts...)
	park(t, p, "team-b", facts...)
	settle(t, p, "team-a", released(facts[2])...)
	park(t, p, "team-a", heavy("one more", piece))
	if err := refused(t, p, "team-a", renamed("two more")); err == nil {
		t.Error("it is parked")
	}
}

// Once a fact does not fit, no later one is let in before it.
func TestWhatFitsIsParkedInOrder(t *testing.T) {
	p := open(t, memstore.New())
	for i := range parking.MaxBytesOfSubject/(1<<20) - 1 {
		park(t, p, "team-a", heavy(fmt.Sprint(i), 1<<20))
	}
	facts := []parking.Early{heavy("last", 1<<20-100), heavy("too much", 200), renamed("small")}
	verdicts, err := p.Park(t.Context(), "team-a", facts)
	if err != nil || verdicts[0].Err != nil || verdicts[1].Err == nil || verdicts[2].Err == nil {
		t.Errorf("%+v, %v", verdicts, err)
	}
}

func TestThePayloadsOfWhatIsDoneAreNotKeptForEver(t *testing.T) {
	store := memstore.New()
	p := open(t, store)
	park(t, p, "team-a", renamed("stuck"))
	for i := range 30 {
		if i == 15 {
			p = open(t, store)
		}
		f := heavy(fmt.Sprint(i), 1<<20)
		park(t, p, "team-a", f)
		settle(t, p, "team-a", released(f)...)
		if n := kept(t, store); n > parking.MaxBytesOfSubject+1<<20 {
			t.Fatalf("%d bytes are kept for one fact that waits", n)
		}
	}
}

// kept is how many bytes a store holds.
func kept(t rapid.TB, store event.Store) (n int) {
	t.Helper()
	for r, err := range store.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n += len(r.Data)
	}
	return n
}

// A fact that is stuck does not make the others of its subject pile up behind it.
func TestWhatIsDoneIsNotKeptForEver(t *testing.T) {
	store := memstore.New()
	p := open(t, store)
	since := park(t, p, "team-a", renamed("stuck"))[0]
	for i := range 1000 {
		f := renamed(fmt.Sprint(i))
		park(t, p, "team-a", f)
		settle(t, p, "team-a", released(f)...)
		if n := events(t, store); n > 300 {
			t.Fatalf("%d events for one fact that waits", n)
		}
	}
	for _, p := range []*parking.Parking{p, open(t, store)} {
		if all := p.List(); len(all) != 1 || all[0] != since {
			t.Errorf("%+v, want %+v", all, since)
		}
	}
}
