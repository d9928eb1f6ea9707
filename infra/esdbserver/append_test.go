package esdbserver_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"soin/domain/event"
	"soin/infra/esdbform"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

func TestAnAppendMeetsItsExpectationOrStoresNothing(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		wrong := esdb.ErrorCodeWrongExpectedVersion
		refused(t, wrong, c, "s-1", esdb.StreamExists{}, data(0, 1)...)
		refused(t, wrong, c, "s-1", esdb.Revision(0), data(0, 2)...)
		if w := write(t, c, "s-1", esdb.NoStream{}, data(0, 2)...); w.NextExpectedVersion != 1 || w.CommitPosition == 0 {
			t.Errorf("got %+v", w)
		}
		refused(t, wrong, c, "s-1", esdb.NoStream{}, data(10, 1)...)
		refused(t, wrong, c, "s-1", esdb.Revision(0), data(10, 2)...)
		refused(t, wrong, c, "s-1", esdb.Revision(2), data(10, 2)...)
		write(t, c, "s-1", esdb.Revision(1), data(2, 1)...)
		write(t, c, "s-1", esdb.StreamExists{}, data(3, 2)...)
		write(t, c, "s-1", esdb.Any{}, data(5, 1)...)
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 99), "0 1 2 3 4 5")
	})
}

func TestAnAppendToldAgainIsAnsweredWithItsPlace(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		first := write(t, c, "s-1", esdb.NoStream{}, data(0, 3)...)
		second := write(t, c, "s-1", esdb.Revision(2), data(3, 1)...)
		for _, again := range []struct {
			expected esdb.ExpectedRevision
			events   []esdb.EventData
			want     *esdb.WriteResult
		}{
			{esdb.NoStream{}, data(0, 3), first},
			{esdb.Any{}, data(0, 3), first},
			{esdb.StreamExists{}, data(0, 3), first},
			{esdb.Revision(2), data(3, 1), second},
			{esdb.Any{}, data(3, 1), second},
			{esdb.Any{}, data(0, 4), second},
		} {
			if got := write(t, c, "s-1", again.expected, again.events...); *got != *again.want {
				t.Errorf("%d events again, expecting %v: %+v, want %+v", len(again.events), again.expected, got, again.want)
			}
		}
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 99), "0 1 2 3")
	})
}

func TestWhatIsThereInPartIsRefusedWhole(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.NoStream{}, data(0, 3)...)
		wrong := esdb.ErrorCodeWrongExpectedVersion
		for _, expected := range []esdb.ExpectedRevision{esdb.Any{}, esdb.StreamExists{}, esdb.NoStream{}, esdb.Revision(1)} {
			refused(t, wrong, c, "s-1", expected, data(2, 2)...)                        // the first is there
			refused(t, wrong, c, "s-1", expected, append(data(9, 1), data(0, 1)...)...) // the second is there
			refused(t, wrong, c, "s-1", expected, data(1, 1)[0], data(0, 1)[0])         // in another order
		}
		refused(t, wrong, c, "s-1", esdb.NoStream{}, data(1, 1)...) // in another place
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 99), "0 1 2")
	})
}

func TestWhatIsThereIsNotStoredTwice(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		first := write(t, c, "s-1", esdb.NoStream{}, data(0, 3)...)
		if got := write(t, c, "s-1", esdb.Revision(2), data(0, 3)...); *got != *first {
			t.Errorf("all of it, expecting the end: %+v, want %+v", got, first)
		}
		if got := write(t, c, "s-1", esdb.Revision(2), data(2, 2)...); got.NextExpectedVersion != 3 {
			t.Errorf("half of it, expecting the end: %+v", got)
		}
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "0 1 2 3")
	})
}

// The database looks at ids alone, and so does its double.
func TestAnIDToldAgainWithOtherBytesIsAcknowledged(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		first := write(t, c, "s-1", esdb.NoStream{}, data(0, 1)...)
		other := data(0, 1)
		other[0].Data = []byte("other")
		for _, expected := range []esdb.ExpectedRevision{esdb.Any{}, esdb.NoStream{}} {
			if got := write(t, c, "s-1", expected, other...); *got != *first {
				t.Errorf("got %+v, want %+v", got, first)
			}
		}
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "0")
	})
}

func TestOfManyWhoExpectTheSameOneWins(t *testing.T) {
	c := served(t)
	write(t, c, "s-1", esdb.NoStream{}, data(0, 1)...)
	var won sync.Map
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			_, err := c.AppendToStream(deadline(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Revision(0)}, data(10+2*i, 2)...)
			if err == nil {
				won.Store(i, true)
			}
		})
	}
	all.Wait()
	n := 0
	won.Range(func(any, any) bool { n++; return true })
	if events := readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 99); n != 1 || len(events) != 3 {
		t.Errorf("%d have won, and the stream has %d events", n, len(events))
	}
}

func TestADeletedStreamGoesOnWithItsRevisions(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.NoStream{}, data(0, 3)...)
		_, err := c.DeleteStream(deadline(t), "s-1", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Revision(1)})
		wantCode(t, err, esdb.ErrorCodeUnknown) // a failed precondition, to this client
		deleted, err := c.DeleteStream(deadline(t), "s-1", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Revision(2)})
		if err != nil || deleted.Position.Commit == 0 {
			t.Fatal(deleted, err)
		}
		_, err = tryAll(c.ReadStream(deadline(t), "s-1", esdb.ReadStreamOptions{}, 9))
		wantCode(t, err, esdb.ErrorCodeResourceNotFound)
		if w := write(t, c, "s-1", esdb.NoStream{}, data(3, 2)...); w.NextExpectedVersion != 4 {
			t.Errorf("it goes on at %d", w.NextExpectedVersion)
		}
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "3 4")
		wantNumbers(t, readStream(t, c, "s-1", esdb.Backwards, esdb.End{}, 9), "4 3")
		m, err := c.GetStreamMetadata(deadline(t), "s-1", esdb.ReadStreamOptions{})
		if err != nil || m.TruncateBefore() == nil || *m.TruncateBefore() != 3 {
			t.Errorf("the metadata say %+v, %v", m, err)
		}
	})
}

func TestATombstoneIsForEver(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.NoStream{}, data(0, 2)...)
		write(t, c, "s-2", esdb.NoStream{}, data(2, 1)...)
		_, err := c.TombstoneStream(deadline(t), "s-1", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Revision(0)})
		wantCode(t, err, esdb.ErrorCodeUnknown)
		gone, err := c.TombstoneStream(deadline(t), "s-1", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Revision(1)})
		if err != nil || gone.Position.Commit == 0 {
			t.Fatal(gone, err)
		}
		refused(t, esdb.ErrorCodeStreamDeleted, c, "s-1", esdb.Any{}, data(9, 1)...)
		_, err = tryAll(c.ReadStream(deadline(t), "s-1", esdb.ReadStreamOptions{}, 9))
		wantCode(t, err, esdb.ErrorCodeStreamDeleted)
		_, err = c.DeleteStream(deadline(t), "s-1", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}})
		wantCode(t, err, esdb.ErrorCodeStreamDeleted)
		_, err = c.SubscribeToStream(deadline(t), "s-1", esdb.SubscribeToStreamOptions{})
		wantCode(t, err, esdb.ErrorCodeStreamDeleted)
		wantNumbers(t, readAll(t, c, esdb.Forwards, esdb.Start{}, 99), "2")
	})
}

func TestWhatIsTooLargeIsRefusedWithItsLimit(t *testing.T) {
	c := client(t, esdbservertest.New(t, memstore.New(), esdbservertest.WithMaxAppend(1<<20)).ConnectionString())
	large := esdb.EventData{EventID: uuid.New(), EventType: "t", Data: bytes.Repeat([]byte("x"), 1<<20)}
	_, err := c.AppendToStream(deadline(t), "s-1", esdb.AppendToStreamOptions{}, large)
	if err == nil {
		t.Fatal("an append of more than 1 MiB was taken")
	}
	refused(t, esdb.ErrorCodeUnknown, c, strings.Repeat("s", 1025), esdb.Any{}, data(0, 1)...)
	refused(t, esdb.ErrorCodeUnknown, c, "s-1", esdb.Any{}, esdb.EventData{EventID: uuid.New(), EventType: strings.Repeat("t", 1025)})
	refused(t, esdb.ErrorCodeUnknown, c, "s-1", esdb.Any{}, esdb.EventData{EventID: uuid.New()})
	_, err = tryAll(c.ReadStream(deadline(t), "s-1", esdb.ReadStreamOptions{}, 9))
	wantCode(t, err, esdb.ErrorCodeResourceNotFound)
}

// As clients of long ago delete.
func TestAStreamIsDeletedByItsMetadataToo(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.NoStream{}, data(0, 3)...)
		write(t, c, "$$s-1", esdb.Any{}, esdb.EventData{
			EventID: uuid.New(), EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(`{"$tb":9223372036854775807,"kept":1}`),
		})
		_, err := tryAll(c.ReadStream(deadline(t), "s-1", esdb.ReadStreamOptions{}, 9))
		wantCode(t, err, esdb.ErrorCodeResourceNotFound)
		write(t, c, "s-1", esdb.NoStream{}, data(3, 1)...)
		wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "3")
		if m := readStream(t, c, "$$s-1", esdb.Forwards, esdb.Start{}, 9); len(m) != 1 || string(m[0].Event.Data) != `{"$tb":3,"kept":1}` {
			t.Errorf("the metadata are %s", numbers(m))
		}
	})
}

// The server may die between an append and the note in the metadata that it begins anew.
func TestWhatIsAppendedToADeletedStreamIsShownWhateverItsMetadataSay(t *testing.T) {
	store := memstore.New()
	c := client(t, esdbservertest.Start(t, store))
	write(t, c, "s-1", esdb.NoStream{}, data(0, 2)...)
	if _, err := c.DeleteStream(deadline(t), "s-1", esdb.DeleteStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	raw := event.Raw{Envelope: event.Envelope{Source: "urn:x", ID: "1", Time: time.Unix(0, 0)}, Name: "a.b", Version: 1, Data: []byte("2")}
	if _, err := store.Append(t.Context(), "s-1", 1, []event.Raw{raw}); err != nil {
		t.Fatal(err)
	}
	wantNumbers(t, readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 9), "2")
}

func TestWhatIsToldAgainBringsNoDeletedStreamBack(t *testing.T) {
	c := served(t)
	first := write(t, c, "s-1", esdb.NoStream{}, data(0, 2)...)
	if _, err := c.DeleteStream(deadline(t), "s-1", esdb.DeleteStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := write(t, c, "s-1", esdb.NoStream{}, data(0, 2)...); *got != *first {
		t.Errorf("got %+v, want %+v", got, first)
	}
	_, err := tryAll(c.ReadStream(deadline(t), "s-1", esdb.ReadStreamOptions{}, 9))
	wantCode(t, err, esdb.ErrorCodeResourceNotFound)
}

func TestManyBringADeletedStreamBackAtOnce(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.NoStream{}, data(0, 2)...)
		if _, err := c.DeleteStream(deadline(t), "s-1", esdb.DeleteStreamOptions{}); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for i := range 16 {
			all.Go(func() {
				if _, err := c.AppendToStream(deadline(t), "s-1", esdb.AppendToStreamOptions{}, data(10+i, 1)...); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := len(readStream(t, c, "s-1", esdb.Forwards, esdb.Start{}, 99)); n != 16 {
			t.Errorf("the stream shows %d events", n)
		}
	})
}

// Whoever names our own source for events of others takes no other's id.
func TestNoEventTakesTheIDOfAnother(t *testing.T) {
	c := served(t)
	id := uuid.New()
	form, err := esdbform.Of("team-1", event.Raw{
		Envelope: event.Envelope{Source: "urn:soin:esdb", ID: id.String(), Time: time.Unix(0, 0)}, Name: "team.formed", Version: 1, Data: []byte(`1`),
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, c, "team-1", esdb.Any{}, esdb.EventData{
		EventID: form.ID, EventType: form.Type, ContentType: esdb.ContentTypeJson, Data: form.Data, Metadata: form.Metadata,
	})
	write(t, c, "team-1", esdb.Any{}, esdb.EventData{EventID: id, EventType: "other", Data: []byte("2")})
	wantNumbers(t, readStream(t, c, "team-1", esdb.Forwards, esdb.Start{}, 9), "1 2")
}
