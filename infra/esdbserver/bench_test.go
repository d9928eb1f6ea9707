package esdbserver_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
	"soin/infra/esdbform"
	"soin/infra/esdbserver/esdbservertest"
)

// facts are n events of our language in a stream, with 290 bytes of payload.
func facts(b testing.TB, stream string, from, n int) []esdb.EventData {
	b.Helper()
	events := make([]esdb.EventData, n)
	payload := fmt.Appendf(nil, `{"name":"%s"}`, strings.Repeat("x", 279))
	for i := range events {
		form, err := esdbform.Of(stream, event.Raw{
			Envelope: event.Envelope{Source: "urn:soin:bench", ID: fmt.Sprint(from + i), Time: time.Date(2026, 1, 1, 0, 0, from+i, 0, time.UTC)},
			Name:     "team.formed", Version: 1, Data: payload,
		})
		if err != nil {
			b.Fatal(err)
		}
		events[i] = esdb.EventData{EventID: form.ID, EventType: form.Type, ContentType: esdb.ContentTypeJson, Data: form.Data, Metadata: form.Metadata}
	}
	return events
}

// BenchmarkAppendSingle is 16 writers who append one event at a time, each to a stream of its
// own, expecting its revision.
func BenchmarkAppendSingle(b *testing.B) { benchmarkAppend(b, 16, 1) }

// BenchmarkAppendHundreds is the same with 100 events at a time.
func BenchmarkAppendHundreds(b *testing.B) { benchmarkAppend(b, 16, 100) }

func benchmarkAppend(b *testing.B, writers, size int) {
	c := client(b, esdbservertest.Start(b, onDisk(b)))
	write(b, c, "s-0", esdb.Any{}, data(0, 1)...) // it is connected
	var done atomic.Int64
	var writer atomic.Int64
	b.SetParallelism(writers / 2) // times GOMAXPROCS, which is 2 where this is measured
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		stream := fmt.Sprint("team-", writer.Add(1))
		var expected esdb.ExpectedRevision = esdb.NoStream{}
		for n := 0; pb.Next(); n += size {
			w, err := c.AppendToStream(context.Background(), stream, esdb.AppendToStreamOptions{ExpectedRevision: expected}, facts(b, stream, n, size)...)
			if err != nil {
				b.Error(err)
				return
			}
			expected = esdb.Revision(w.NextExpectedVersion)
			done.Add(int64(size))
		}
	})
	b.ReportMetric(float64(done.Load())/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkReadAll reads a log of 100,000 events.
func BenchmarkReadAll(b *testing.B) {
	const streams, each = 100, 1000
	c := client(b, esdbservertest.Start(b, onDisk(b)))
	for s := range streams {
		stream := fmt.Sprint("team-", s)
		for n := 0; n < each; n += 500 {
			write(b, c, stream, esdb.Any{}, facts(b, stream, n, 500)...)
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		stream, err := c.ReadAll(context.Background(), esdb.ReadAllOptions{From: esdb.Start{}}, math.MaxUint64)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for {
			if _, err := stream.Recv(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
			n++
		}
		stream.Close()
		if n != streams*each {
			b.Fatalf("read %d events", n)
		}
	}
	b.ReportMetric(float64(b.N*streams*each)/b.Elapsed().Seconds(), "events/s")
}
