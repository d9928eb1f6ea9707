package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
	"soin/infra/parking"
	"soin/infra/problem"
)

// today is what every door of these tests takes for the present.
func today() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// opened is a door over a store, and the log behind it.
func opened(store event.Store) (*ingest.Door, *event.Log) {
	log := event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
	waiting, err := parking.Open(context.Background(), memstore.New(), today)
	if err != nil {
		panic(err)
	}
	return ingest.NewDoor(log, today, ingest.WithParking(waiting)), log
}

// about is a delivery that is fine in every respect.
func about(subject, eventName, id, data string) ingest.Delivery {
	return ingest.Delivery{
		Type: event.WireType(eventName, 1), Source: "urn:soin:test", ID: id,
		Subject: subject, Time: today().AddDate(0, -1, 0), Data: []byte(data),
	}
}

func formed(subject string) ingest.Delivery {
	return about(subject, "team.formed", "formed", `{"name":"Accueil"}`)
}

func headcount(subject string, n int) ingest.Delivery {
	return about(subject, "team.headcount-reported", fmt.Sprint("headcount-", n), fmt.Sprintf(`{"headcount":%d}`, n))
}

func accept(t rapid.TB, door *ingest.Door, deliveries ...ingest.Delivery) []ingest.Outcome {
	t.Helper()
	outcomes, err := door.Accept(context.Background(), deliveries)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

// stored reads a whole log in its stored form.
func stored(t rapid.TB, store event.Store) []event.RawRecorded {
	t.Helper()
	var all []event.RawRecorded
	for raw, err := range store.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, raw)
	}
	return all
}

func TestEachDeliveryGetsItsOwnOutcome(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	outcomes := accept(t, door,
		formed("a"),
		headcount("b", 3), // nobody formed b
		headcount("a", 12),
		about("a", "team.renamed", "r", `{"name":""}`),
		formed("c"),
		formed("a"),
		about("a", "team.headcount-reported", "headcount-12", `{"headcount":13}`),
		about("a", "team.dissolved", "d", `{}`),
		about("a", "team.dissolved", "d2", `{}`),
	)
	if w := outcomes[1].Parked; w == nil || w.Awaits != "team.formed" {
		t.Errorf("an early fact: %+v", outcomes[1])
	}
	want := []problem.Code{"", "", "", problem.Invalid, "", "", problem.IDTaken, "", problem.Conflict}
	for i, o := range outcomes {
		var got problem.Code
		if o.Err != nil {
			got = problem.Of(o.Err).Code
		}
		if got != want[i] {
			t.Errorf("delivery %d: %v, want %q", i, o.Err, want[i])
		}
	}
	if !outcomes[5].Receipt.Duplicate || outcomes[5].Receipt.Position != outcomes[0].Receipt.Position {
		t.Errorf("a repetition within the call: %+v", outcomes[5])
	}
	if r := outcomes[7].Receipt.Revision; r != 2 || len(stored(t, store)) != 4 {
		t.Errorf("revision %d, %d events stored", r, len(stored(t, store)))
	}
}

func TestAPayloadIsKeptAsItWasPublished(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	accept(t, door, about("a", "team.formed", "1",
		"{ \"kind\" : \"ward\",\n\t\"later\" : {\"x\" : [1.50, null]}, \"name\":\"\\u00e9t\u00e9 <&>\" }"))
	got := stored(t, store)[0]
	if want := `{"kind":"ward","later":{"x":[1.50,null]},"name":"\u00e9té <&>"}`; string(got.Data) != want {
		t.Errorf("stored %s\nwant   %s", got.Data, want)
	}
	if got.Version != 1 || got.Stream != "team-a" || got.Source != "urn:soin:test" || !got.Time.Equal(today().AddDate(0, -1, 0)) {
		t.Errorf("stored %+v", got)
	}
}

func TestSpaceDoesNotMakeAnotherFact(t *testing.T) {
	door, _ := opened(memstore.New())
	accept(t, door, formed("a"))
	again := formed("a")
	again.Data = []byte(" { \"name\" :\n\"Accueil\" } ")
	if o := accept(t, door, again)[0]; o.Err != nil || !o.Receipt.Duplicate {
		t.Errorf("%+v", o)
	}
}

func TestNothingIsTriedWhenTooMuchComesAtOnceOrTheCallHasEnded(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	_, err := door.Accept(t.Context(), make([]ingest.Delivery, ingest.MaxDeliveries+1))
	if err == nil || problem.Of(err).Code != problem.TooLarge {
		t.Error(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := door.Accept(ended, []ingest.Delivery{formed("a")}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := len(stored(t, store)); n != 0 {
		t.Errorf("%d events were stored", n)
	}
}

// broken is a store whose appends to some streams fail.
type broken struct {
	event.Store
	stream string
	err    error
}

func (s broken) Append(ctx context.Context, stream string, at event.Revision, events []event.Raw) ([]event.Receipt, error) {
	if stream == s.stream {
		return nil, s.err
	}
	return s.Store.Append(ctx, stream, at, events)
}

func TestAStreamThatCannotBeWrittenSpoilsNoOther(t *testing.T) {
	failure := errors.New("the disk is full")
	door, _ := opened(broken{memstore.New(), "team-b", failure})
	outcomes := accept(t, door, formed("a"), formed("b"), headcount("a", 1), headcount("b", 1), formed("c"))
	for i, failed := range []bool{false, true, false, true, false} {
		if errors.Is(outcomes[i].Err, failure) != failed || !failed && outcomes[i].Err != nil {
			t.Errorf("delivery %d: %v", i, outcomes[i].Err)
		}
	}
}

func TestAClosedStoreIsAnOutcome(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if o := accept(t, door, formed("a"))[0]; !errors.Is(o.Err, event.ErrClosed) {
		t.Error(o.Err)
	}
}

func TestAHistoryOfANewerVersionIsNotThePublishersFault(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	newer := event.Raw{Envelope: event.Envelope{Source: "s", ID: "1", Time: today()}, Name: "team.twinned", Version: 1, Data: []byte(`{}`)}
	if _, err := store.Append(t.Context(), "team-a", event.NoStream, []event.Raw{newer}); err != nil {
		t.Fatal(err)
	}
	if o := accept(t, door, formed("a"))[0]; o.Err == nil || problem.Of(o.Err).Code != problem.Unavailable {
		t.Error(o.Err)
	}
}

func FuzzTheDoorRecordsOnlyWhatCanBeReadBack(f *testing.F) {
	for _, d := range []ingest.Delivery{
		formed("a"), headcount("a", 1),
		about("s", "survey.tallied", "1", `{"instrumentId":"i","teamId":"t","items":[{"item":"q","mean":3.5}]}`),
		about("i", "instrument.published", "1", `{"version":"1","audience":"team","items":[{"id":"q","min":1,"max":5}]}`),
		about("a", "team.formed", "1", `{"name":"\ud83d\ude00","x":[{},"y"]}`),
		thanked("r", "ana", "b\u00f6", "s_\n"),
		about("i", "initiative.started", "1", `{"teamId":"t","axis":"self","origin":"team","participants":["a","p_b"],"stakeholder":"society"}`),
	} {
		f.Add(d.Type, d.Source, d.ID, d.Subject, d.Time.UnixNano(), d.Data)
	}
	vault := newHouse(f, f.TempDir()).vault
	f.Fuzz(func(t *testing.T, wireType, source, id, subject string, nanos int64, data []byte) {
		store := memstore.New()
		y := newYard(t, store, memstore.New(), ingest.WithVault(vault))
		door, log := y.door, y.log
		d := ingest.Delivery{
			Type: wireType, Source: source, ID: id, Subject: subject,
			Time: time.Unix(0, nanos), Data: bytes.Clone(data),
		}
		first := accept(t, door, formed("a"), d)[1]
		if first.Parked != nil {
			if again := accept(t, door, d)[0]; again.Err != nil || again.Parked == nil {
				t.Fatalf("the same again: %+v", again)
			}
			return
		}
		if first.Err != nil {
			if p := problem.Of(first.Err); p.Code.Ours() {
				t.Fatalf("our fault: %v", first.Err)
			}
			return
		}
		for recorded, err := range log.All(t.Context(), 0) {
			if err != nil || recorded.Event.Validate() != nil && len(data) < 1000 {
				t.Fatalf("recorded %+v, %v", recorded, err) // a long text is longer when it is sealed
			}
		}
		if again := accept(t, door, d)[0]; again.Err != nil || !again.Receipt.Duplicate {
			t.Fatalf("the same again: %+v", again)
		}
	})
}

func BenchmarkDoor(b *testing.B) {
	for _, size := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("batches of %d", size), func(b *testing.B) {
			door, _ := opened(memstore.New())
			n := 0
			for b.Loop() {
				deliveries := make([]ingest.Delivery, size)
				for i := range deliveries {
					deliveries[i] = about(fmt.Sprint(n), "survey.tallied", "1", `{"instrumentId":"csps","version":"2013","teamId":"hmrc","respondents":12,`+
						`"items":[{"item":"B01","n":12,"favourable":61.5},{"item":"B02","mean":3.2,"sd":0.5},`+
						`{"item":"B03","n":12,"favourable":61.5},{"item":"B04","mean":3.2,"sd":0.5},{"item":"B05","favourable":60}]}`)
					n++
				}
				for _, o := range accept(b, door, deliveries...) {
					if o.Err != nil {
						b.Fatal(o.Err)
					}
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
