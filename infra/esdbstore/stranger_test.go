package esdbstore_test

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"
)

// client is one of the library, as others use it.
func client(t testing.TB, connection string) *esdb.Client {
	t.Helper()
	config, err := esdb.ParseConnectionString(connection)
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

// stranger appends events that are none of ours.
func stranger(t testing.TB, connection, stream, eventType string, n int) {
	t.Helper()
	events := make([]esdb.EventData, n)
	for i := range events {
		events[i] = esdb.EventData{EventID: uuid.New(), EventType: eventType, ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)}
	}
	if _, err := client(t, connection).AppendToStream(within(t), stream, esdb.AppendToStreamOptions{}, events...); err != nil {
		t.Fatal(err)
	}
}
