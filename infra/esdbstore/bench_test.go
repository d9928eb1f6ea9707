package esdbstore_test

import (
	"iter"
	"strconv"
	"testing"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/storebench"
)

// onServer is the log of a cluster that is one raw server over a file, in this process and
// on the other side of a connection.
func onServer(b *testing.B) event.Store {
	return connect(b, esdbservertest.Start(b, onDisk(b))).Log()
}

func report(b *testing.B, r storebench.Result, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(r.Rate(), "events/s")
	b.ReportMetric(0, "ns/op")
	if len(r.Calls) > 0 {
		b.ReportMetric(float64(r.Percentile(50).Microseconds()), "p50-µs")
		b.ReportMetric(float64(r.Percentile(99).Microseconds()), "p99-µs")
	}
}

// One operation is one event.
func BenchmarkAppendOfHundreds(b *testing.B) {
	s := onServer(b)
	b.ResetTimer()
	r, err := storebench.Append(b.Context(), s, storebench.Defaults, 100, max(b.N, 1600))
	report(b, r, err)
}

func BenchmarkAppendOfOne(b *testing.B) {
	s := onServer(b)
	b.ResetTimer()
	r, err := storebench.Append(b.Context(), s, storebench.Defaults, 1, max(b.N, 16))
	report(b, r, err)
}

// One operation is the whole log.
func BenchmarkRead(b *testing.B) {
	const logged = 200_000
	s := onServer(b)
	if _, err := storebench.Append(b.Context(), s, storebench.Defaults, 100, logged); err != nil {
		b.Fatal(err)
	}
	b.Run("All", func(b *testing.B) {
		r, err := storebench.ReadAll(b.Context(), s, b.N)
		report(b, r, err)
	})
	b.Run("Stream", func(b *testing.B) {
		var total storebench.Result
		for range b.N {
			r, err := storebench.ReadStreams(b.Context(), s, storebench.Defaults)
			if err != nil {
				b.Fatal(err)
			}
			total.Events += r.Events
			total.Elapsed += r.Elapsed
		}
		report(b, total, nil)
	})
}

// One operation is one event on its way from the beginning of its append to a follower.
func BenchmarkFollow(b *testing.B) {
	s := onServer(b)
	next, stop := iter.Pull2(s.Follow(b.Context(), 0))
	defer stop()
	for i := range b.N {
		mustAppend(b, s, "test-1", event.Revision(i-1), fact(strconv.Itoa(i)))
		if r, err, ok := next(); !ok || err != nil || r.Revision != event.Revision(i) {
			b.Fatalf("%d: %+v, %v", i, r, err)
		}
	}
}
