package esdbserver_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"soin/domain/event"
	"soin/infra/esdbform"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
	"soin/infra/sqlitestore"
)

func TestWhatIsAppendedIsReadBackByteForByte(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		proposed := []esdb.EventData{
			{EventType: "binary", Data: []byte{0, 1, 0xff}, Metadata: []byte("not { JSON")},
			{EventType: "json", ContentType: esdb.ContentTypeJson, Data: []byte(` {"a" : 1}`), Metadata: []byte(`{}`)},
			{EventType: "empty"},
			{EventType: "soin.team.formed.v1", ContentType: esdb.ContentTypeJson, Data: []byte(`{"name":"A"}`)},
			{EventType: "soin.team.formed.v1", Data: []byte(`{}`), Metadata: []byte(`{"source":"urn:soin:esdb","id":"x","time":"2026-01-01T00:00:00Z"}`)},
			{EventType: strings.Repeat("é", 512), Data: bytes.Repeat([]byte{7}, 1<<19)},
		}
		for i := range proposed {
			proposed[i].EventID = uuid.New()
		}
		before := time.Now().Add(-time.Second)
		write(t, c, "a-b", esdb.NoStream{}, proposed...)
		for i, e := range readStream(t, c, "a-b", esdb.Forwards, esdb.Start{}, 100) {
			got, want := e.Event, proposed[i]
			if got.EventID != want.EventID || got.EventType != want.EventType || !bytes.Equal(got.Data, want.Data) ||
				!bytes.Equal(got.UserMetadata, want.Metadata) || (got.ContentType == "application/json") != (want.ContentType == esdb.ContentTypeJson) {
				t.Errorf("event %d: got %+v, want %+v", i, got, want)
			}
			if got.EventNumber != uint64(i) || got.StreamID != "a-b" || got.Position.Commit == 0 || got.CreatedDate.Before(before) {
				t.Errorf("event %d stands at %+v", i, got)
			}
		}
	})
}

func TestAnEventOfOursIsKeptAsWhatItIs(t *testing.T) {
	store := memstore.New()
	c := client(t, esdbservertest.Start(t, store))
	raw := event.Raw{
		Envelope: event.Envelope{Source: "urn:soin:test", ID: "1", Time: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)},
		Name:     "team.formed", Version: 1, Data: []byte(`{"name":"A"}`),
	}
	form, err := esdbform.Of("team-1", raw)
	if err != nil {
		t.Fatal(err)
	}
	write(t, c, "team-1", esdb.NoStream{}, esdb.EventData{
		EventID: form.ID, EventType: form.Type, ContentType: esdb.ContentTypeJson, Data: form.Data, Metadata: form.Metadata,
	})
	for r, err := range store.Stream(t.Context(), "team-1", 0) {
		if err != nil || !r.Same(raw) || r.Source != raw.Source || r.ID != raw.ID {
			t.Errorf("stored %+v, %v", r, err)
		}
	}
	got := readStream(t, c, "team-1", esdb.Forwards, esdb.Start{}, 1)[0].Event
	if got.EventID != form.ID || got.EventType != form.Type || !bytes.Equal(got.UserMetadata, form.Metadata) {
		t.Errorf("read %+v", got)
	}
}

func TestAStreamIsReadInBothDirections(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.Any{}, data(0, 5)...)
		write(t, c, "s-2", esdb.Any{}, data(5, 3)...)
		for _, q := range []struct {
			direction esdb.Direction
			from      esdb.StreamPosition
			count     uint64
			want      string
		}{
			{esdb.Forwards, esdb.Start{}, 3, "0 1 2"},
			{esdb.Forwards, esdb.Revision(3), 9, "3 4"},
			{esdb.Forwards, esdb.Revision(5), 9, ""},
			{esdb.Forwards, esdb.End{}, 9, ""},
			{esdb.Forwards, esdb.Start{}, 0, ""},
			{esdb.Backwards, esdb.End{}, 2, "4 3"},
			{esdb.Backwards, esdb.Revision(2), 9, "2 1 0"},
			{esdb.Backwards, esdb.Revision(99), 1, "4"},
			{esdb.Backwards, esdb.Start{}, 9, "0"},
		} {
			wantNumbers(t, readStream(t, c, "s-1", q.direction, q.from, q.count), q.want)
		}
	})
}

func TestTheLogIsReadInBothDirections(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		for i := range 6 {
			write(t, c, fmt.Sprint("s-", i%2), esdb.Any{}, data(i, 1)...)
		}
		events := readAll(t, c, esdb.Forwards, esdb.Start{}, 99)
		wantNumbers(t, events, "0 1 2 3 4 5")
		third := events[2].Event.Position
		wantNumbers(t, readAll(t, c, esdb.Forwards, third, 2), "2 3")
		wantNumbers(t, readAll(t, c, esdb.Backwards, third, 9), "1 0")
		wantNumbers(t, readAll(t, c, esdb.Backwards, esdb.End{}, 2), "5 4")
		wantNumbers(t, readAll(t, c, esdb.Backwards, esdb.End{}, 99), "5 4 3 2 1 0")
		wantNumbers(t, readAll(t, c, esdb.Backwards, esdb.Start{}, 9), "")
		wantNumbers(t, readAll(t, c, esdb.Forwards, esdb.End{}, 9), "")
	})
}

func TestALongLogIsReadBackwardsInPieces(t *testing.T) {
	store := memstore.New()
	c := client(t, esdbservertest.Start(t, store))
	const n = 3000
	for i := 0; i < n; i += 100 {
		write(t, c, fmt.Sprint("s-", i%300), esdb.Any{}, data(i, 100)...)
	}
	// A hole, larger than a piece.
	if _, err := c.TombstoneStream(deadline(t), "s-100", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Fatal(err)
	}
	forwards := readAll(t, c, esdb.Forwards, esdb.Start{}, n)
	backwards := readAll(t, c, esdb.Backwards, esdb.End{}, n)
	if len(forwards) != n*2/3 || len(backwards) != len(forwards) {
		t.Fatalf("%d forwards, %d backwards", len(forwards), len(backwards))
	}
	for i, e := range forwards {
		if b := backwards[len(backwards)-1-i]; b.Event.EventID != e.Event.EventID {
			t.Fatalf("event %d is another one backwards", i)
		}
	}
	one := readStream(t, c, "s-0", esdb.Backwards, esdb.End{}, n)
	for i, e := range one {
		if e.Event.EventNumber != uint64(len(one)-1-i) {
			t.Fatalf("backwards, event %d has revision %d", i, e.Event.EventNumber)
		}
	}
}

func TestAStreamThatIsNotThereIsNotFound(t *testing.T) {
	c := served(t)
	for _, direction := range []esdb.Direction{esdb.Forwards, esdb.Backwards} {
		_, err := tryAll(c.ReadStream(deadline(t), "nowhere", esdb.ReadStreamOptions{Direction: direction}, 1))
		wantCode(t, err, esdb.ErrorCodeResourceNotFound)
	}
}

func TestALinkBringsItsTargetAlong(t *testing.T) {
	c := served(t)
	write(t, c, "s-1", esdb.Any{}, data(0, 3)...)
	link := func(to string) esdb.EventData {
		return esdb.EventData{EventID: uuid.New(), EventType: "$>", Data: []byte(to)}
	}
	write(t, c, "links", esdb.Any{}, link("1@s-1"), link("9@s-1"), link("0@nowhere"), link("nonsense"))
	stream, err := c.ReadStream(deadline(t), "links", esdb.ReadStreamOptions{ResolveLinkTos: true}, 9)
	events := all(t, stream, err)
	if len(events) != 4 || events[0].Event == nil || string(events[0].Event.Data) != "1" || string(events[0].Link.Data) != "1@s-1" {
		t.Fatalf("the first link gives %+v", events[0])
	}
	for _, e := range events[1:] {
		if e.Event != nil || e.Link == nil {
			t.Errorf("a link to nothing gives %+v", e)
		}
	}
	plain := readStream(t, c, "links", esdb.Forwards, esdb.Start{}, 1)[0]
	if plain.Link != nil || plain.Event.EventType != "$>" {
		t.Errorf("a link that is not to be resolved gives %+v", plain)
	}
}

func TestMetadataOfAStreamDecideWhatIsShown(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.Any{}, data(0, 6)...)
		set := func(change func(*esdb.StreamMetadata)) {
			t.Helper()
			var m esdb.StreamMetadata
			change(&m)
			if _, err := c.SetStreamMetadata(deadline(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, m); err != nil {
				t.Fatal(err)
			}
		}
		set(func(m *esdb.StreamMetadata) { m.SetMaxCount(2) })
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "4 5")
		wantNumbers(t, readStream(t, c, "s-1", esdb.Backwards, esdb.End{}, 9), "5 4")
		set(func(m *esdb.StreamMetadata) { m.SetTruncateBefore(3) })
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Revision(1), 2), "3 4")
		wantNumbers(t, readStream(t, c, "s-1", esdb.Backwards, esdb.Revision(3), 9), "3")
		set(func(m *esdb.StreamMetadata) { m.SetTruncateBefore(99) })
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "")
		set(func(m *esdb.StreamMetadata) { m.SetMaxAge(time.Hour) })
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "0 1 2 3 4 5")
		wantNumbers(t, readAll(t, c, esdb.Forwards, esdb.Start{}, 99), "0 1 2 3 4 5") // metadata stand elsewhere
	})
}

func TestMetadataAreKeptAsTheyAreWritten(t *testing.T) {
	c := served(t)
	var m esdb.StreamMetadata
	m.SetMaxCount(7)
	m.SetCacheControl(time.Minute)
	var acl esdb.Acl
	acl.AddReadRoles("someone")
	m.SetAcl(acl)
	m.AddCustomProperty("colour", "green")
	if _, err := c.SetStreamMetadata(deadline(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, m); err != nil {
		t.Fatal(err)
	}
	got, err := c.GetStreamMetadata(deadline(t), "s-1", esdb.ReadStreamOptions{})
	if err != nil || got.MaxCount() == nil || *got.MaxCount() != 7 || *got.CacheControl() != time.Minute || got.StreamAcl() == nil {
		t.Fatalf("got %+v, %v", got, err)
	}
	var all map[string]any
	last := readStream(t, c, "$$s-1", esdb.Backwards, esdb.End{}, 1)[0].Event
	if err := json.Unmarshal(last.Data, &all); err != nil || all["colour"] != "green" || last.EventType != "$metadata" {
		t.Errorf("stored %s, %v", last.Data, err)
	}
}

func TestMetadataThatBreakARuleAreRefused(t *testing.T) {
	c := served(t)
	for name, event := range map[string]esdb.EventData{
		"another type":    {EventType: "other", Data: []byte(`{}`)},
		"no JSON":         {EventType: "$metadata", Data: []byte(`{`)},
		"no count":        {EventType: "$metadata", Data: []byte(`{"$maxCount":0}`)},
		"negative":        {EventType: "$metadata", Data: []byte(`{"$tb":-1}`)},
		"a thousand ages": {EventType: "$metadata", Data: []byte(`{"$maxAge":9223372036854775807}`)},
	} {
		t.Run(name, func(t *testing.T) {
			event.EventID = uuid.New()
			refused(t, esdb.ErrorCodeUnknown, c, "$$s-1", esdb.Any{}, event)
		})
	}
	refused(t, esdb.ErrorCodeAccessDenied, c, "$users", esdb.Any{}, data(0, 1)...)
}

func TestWhatIsTooOldIsNotShown(t *testing.T) {
	var now atomic.Int64 // hours
	store, err := sqlitestore.Open(t.TempDir(), func() time.Time { return time.Now().Add(time.Duration(now.Load()) * time.Hour) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	c := client(t, esdbservertest.Start(t, store))
	for i, hours := range []int64{-48, -30, 0} {
		now.Store(hours)
		write(t, c, "s-1", esdb.Any{}, data(i, 1)...)
	}
	var m esdb.StreamMetadata
	m.SetMaxAge(24 * time.Hour)
	if _, err := c.SetStreamMetadata(deadline(t), "s-1", esdb.AppendToStreamOptions{}, m); err != nil {
		t.Fatal(err)
	}
	wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "2")
	wantNumbers(t, readStream(t, c, "s-1", esdb.Backwards, esdb.End{}, 9), "2")
	wantNext(t, subscribe(t, c, "s-1", esdb.Start{}), "2", "caught up")
}
