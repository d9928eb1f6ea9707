package esdbserver_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"
	"go.uber.org/goleak"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
	"soin/infra/sqlitestore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

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

// served is a client of a raw server over a store in memory.
func served(t testing.TB) *esdb.Client { return client(t, esdbservertest.Start(t, memstore.New())) }

// everyStore runs a test on each store that a server may stand on.
func everyStore(t *testing.T, test func(t *testing.T, c *esdb.Client)) {
	t.Run("memory", func(t *testing.T) { test(t, served(t)) })
	t.Run("sqlite", func(t *testing.T) { test(t, client(t, esdbservertest.Start(t, onDisk(t)))) })
	t.Run("another", func(t *testing.T) { test(t, client(t, esdbservertest.Start(t, portOnly{memstore.New()}))) })
}

// portOnly is a store that can do nothing but what the port asks for.
type portOnly struct{ event.Store }

func onDisk(t testing.TB) *sqlitestore.Store {
	t.Helper()
	store, err := sqlitestore.Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// deadline bounds what a test waits for.
func deadline(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// data is n events, each with a number in it.
func data(from, n int) []esdb.EventData {
	events := make([]esdb.EventData, n)
	for i := range events {
		events[i] = esdb.EventData{
			EventID: uuid.NewSHA1(uuid.NameSpaceURL, fmt.Append(nil, from+i)), EventType: "numbered",
			Data: fmt.Append(nil, from+i), Metadata: []byte{0, 0xff},
		}
	}
	return events
}

func write(t testing.TB, c *esdb.Client, stream string, expected esdb.ExpectedRevision, events ...esdb.EventData) *esdb.WriteResult {
	t.Helper()
	w, err := c.AppendToStream(deadline(t), stream, esdb.AppendToStreamOptions{ExpectedRevision: expected}, events...)
	if err != nil {
		t.Fatalf("append %d events to %q, expecting %v: %v", len(events), stream, expected, err)
	}
	return w
}

// refused wants an append to fail with a code.
func refused(t testing.TB, want esdb.ErrorCode, c *esdb.Client, stream string, expected esdb.ExpectedRevision, events ...esdb.EventData) error {
	t.Helper()
	_, err := c.AppendToStream(deadline(t), stream, esdb.AppendToStreamOptions{ExpectedRevision: expected}, events...)
	wantCode(t, err, want)
	return err
}

func wantCode(t testing.TB, err error, want esdb.ErrorCode) {
	t.Helper()
	var e *esdb.Error
	if !errors.As(err, &e) || e.Code() != want {
		t.Fatalf("got %v, want code %d", err, want)
	}
}

// all reads to the end.
func all(t testing.TB, stream *esdb.ReadStream, err error) []*esdb.ResolvedEvent {
	t.Helper()
	events, err := tryAll(stream, err)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func tryAll(stream *esdb.ReadStream, err error) (events []*esdb.ResolvedEvent, _ error) {
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	for {
		e, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return events, nil
		}
		if err != nil {
			return events, err
		}
		events = append(events, e)
	}
}

func readStream(t testing.TB, c *esdb.Client, stream string, direction esdb.Direction, from esdb.StreamPosition, count uint64) []*esdb.ResolvedEvent {
	t.Helper()
	s, err := c.ReadStream(deadline(t), stream, esdb.ReadStreamOptions{Direction: direction, From: from}, count)
	return all(t, s, err)
}

func readAll(t testing.TB, c *esdb.Client, direction esdb.Direction, from esdb.AllPosition, count uint64) []*esdb.ResolvedEvent {
	t.Helper()
	s, err := c.ReadAll(deadline(t), esdb.ReadAllOptions{Direction: direction, From: from}, count)
	return all(t, s, err)
}

// numbers are what events of data hold.
func numbers(events []*esdb.ResolvedEvent) string {
	var b bytes.Buffer
	for _, e := range events {
		b.Write(e.OriginalEvent().Data)
		b.WriteByte(' ')
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

func wantNumbers(t testing.TB, events []*esdb.ResolvedEvent, want string) {
	t.Helper()
	if got := numbers(events); got != want {
		t.Fatalf("read %q, want %q", got, want)
	}
}
