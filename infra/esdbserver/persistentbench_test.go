package esdbserver_test

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/infra/esdbserver/esdbservertest"
)

// One consumer acknowledges event by event, or a hundred at a time; books and log are on the disk.
func BenchmarkConsumingAGroup(b *testing.B) {
	for name, batch := range map[string]int{"acknowledged one by one": 1, "acknowledged by the hundred": 100} {
		b.Run(name, func(b *testing.B) {
			c := client(b, esdbservertest.New(b, onDisk(b), esdbservertest.WithBooks(onDisk(b))).ConnectionString())
			for n := 0; n < b.N; n += 1000 {
				write(b, c, "lamp", esdb.Any{}, data(n, 1000)...)
			}
			createGroup(b, c, "lamp")
			sub, err := c.SubscribeToPersistentSubscription(b.Context(), "lamp", group, esdb.SubscribeToPersistentSubscriptionOptions{BufferSize: 500})
			if err != nil {
				b.Fatal(err)
			}
			defer sub.Close()
			b.ResetTimer()
			for n := 0; n < b.N; n += batch {
				if err := sub.Ack(appeared(b, sub, min(batch, b.N-n))...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
