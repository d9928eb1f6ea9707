package bus_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/prometheus/client_golang/prometheus"

	"soin/infra/bus"
	"soin/infra/bus/poison"
	"soin/infra/memstore"
	"soin/infra/storebench"
)

// consumers is how many read the log side by side, each in a group of its own.
const consumers = 4

// filled is an SQLite store with so many facts.
func filled(b *testing.B, facts int) shelf {
	b.Helper()
	s := onSQLite(b)
	o := storebench.Options{Writers: 4, Streams: 64, Batch: 100, Payload: 290}
	if _, err := storebench.Append(b.Context(), s.store, o, 100, facts); err != nil {
		b.Fatal(err)
	}
	return s
}

func report(b *testing.B, messages int) {
	b.ReportMetric(float64(messages)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkSubscribers: four groups are given everything, and acknowledge it.
func BenchmarkSubscribers(b *testing.B) {
	const facts = 100_000
	s := filled(b, facts)
	for i := 0; b.Loop(); i++ {
		counted := make(chan int, consumers)
		for c := range consumers {
			sub, err := bus.NewSubscriber(s.store, bus.Options{Group: fmt.Sprint(i, c), Cursors: s.cursors})
			if err != nil {
				b.Fatal(err)
			}
			messages, err := sub.Subscribe(b.Context(), bus.Everything)
			if err != nil {
				b.Fatal(err)
			}
			go func() {
				n := 0
				for msg := range messages {
					msg.Ack()
					if n++; n == facts {
						break
					}
				}
				counted <- n
				sub.Close()
			}()
		}
		for range consumers {
			if n := <-counted; n != facts {
				b.Fatalf("%d of %d", n, facts)
			}
		}
	}
	report(b, b.N*facts*consumers)
}

// BenchmarkRouter: the same through four handlers of the router, with all its middleware
// and metrics.
func BenchmarkRouter(b *testing.B) {
	const facts = 50_000
	s := filled(b, facts)
	for i := 0; b.Loop(); i++ {
		throughRouter(b, s, fmt.Sprint("r", i), facts)
	}
	report(b, b.N*facts*consumers)
}

func throughRouter(b *testing.B, s shelf, group string, facts int) {
	box, err := poison.Open(b.Context(), memstore.New(), sealer(b), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	router, err := bus.NewRouter(bus.RouterOptions{
		Log: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Poison: box,
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	var handled atomic.Int64
	for c := range consumers {
		sub, err := bus.NewSubscriber(s.store, bus.Options{Group: fmt.Sprint(group, c), Cursors: s.cursors})
		if err != nil {
			b.Fatal(err)
		}
		err = router.Add(bus.Handler{Name: fmt.Sprint(c), Topic: bus.Everything, Subscriber: sub, Handle: func(*message.Message) error {
			if handled.Add(1) == int64(facts*consumers) {
				cancel()
			}
			return nil
		}})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := router.Run(ctx); err != nil {
		b.Fatal(err)
	}
}
