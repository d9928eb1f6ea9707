package esdbserver_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// client connects to a server, and leaves when the test ends.
func client(t testing.TB, connectionString string) *esdb.Client {
	t.Helper()
	config, err := esdb.ParseConnectionString(connectionString)
	if err != nil {
		t.Fatal(err)
	}
	config.Logger = esdb.NoopLogging()
	c, err := esdb.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// collect reads to the end.
func collect(t testing.TB, stream *esdb.ReadStream, err error) (events []*esdb.ResolvedEvent) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	for {
		e, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return events
		}
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
}

func TestWhatIsAppendedIsReadBack(t *testing.T) {
	c := client(t, esdbservertest.Start(t, memstore.New()))
	ctx := context.Background()
	w, err := c.AppendToStream(ctx, "a-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}},
		esdb.EventData{EventType: "t", Data: []byte("x"), Metadata: []byte("m")},
		esdb.EventData{EventType: "u", ContentType: esdb.ContentTypeJson, Data: []byte("{}")})
	if err != nil || w.NextExpectedVersion != 1 {
		t.Fatal(w, err)
	}
	stream, err := c.ReadStream(ctx, "a-1", esdb.ReadStreamOptions{}, 10)
	if events := collect(t, stream, err); len(events) != 2 || string(events[0].Event.UserMetadata) != "m" {
		t.Fatal(events)
	}
	stream, err = c.ReadAll(ctx, esdb.ReadAllOptions{Direction: esdb.Backwards, From: esdb.End{}}, 1)
	if events := collect(t, stream, err); len(events) != 1 || events[0].Event.EventType != "u" {
		t.Fatal(events)
	}
}
