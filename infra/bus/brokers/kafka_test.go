package brokers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/IBM/sarama"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// startKafka is Kafka's protocol without a Kafka: a topic "facts" of three partitions, and
// "hr" of one.
func startKafka(t *testing.T) (address string) {
	t.Helper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(3, "facts"), kfake.SeedTopics(1, "hr"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	// A broker writes the epoch of its leader into what it is given; the fake wants to be
	// given -1, and Sarama gives 0.
	c.ControlKey(int16(kmsg.Produce), func(r kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		for _, topic := range r.(*kmsg.ProduceRequest).Topics {
			for _, p := range topic.Partitions {
				copy(p.Records[12:16], "\xff\xff\xff\xff")
			}
		}
		return nil, nil, false
	})
	return c.ListenAddrs()[0]
}

func kafkaConfig() *sarama.Config {
	config := sarama.NewConfig()
	config.Version = sarama.V2_1_0_0
	config.Producer.Return.Successes = true
	return config
}

// consumed reads the first n messages of a topic, by partition.
func consumed(t *testing.T, address, topic string, n int) map[int32][]*sarama.ConsumerMessage {
	t.Helper()
	consumer, err := sarama.NewConsumer([]string{address}, kafkaConfig())
	if err != nil {
		t.Fatal(err)
	}
	defer consumer.Close()
	partitions, err := consumer.Partitions(topic)
	if err != nil {
		t.Fatal(err)
	}
	arrived := make(chan *sarama.ConsumerMessage)
	done := make(chan struct{})
	for _, p := range partitions {
		pc, err := consumer.ConsumePartition(topic, p, sarama.OffsetOldest)
		if err != nil {
			t.Fatal(err)
		}
		defer pc.Close()
		go func() {
			for {
				select {
				case m := <-pc.Messages():
					arrived <- m
				case <-done:
					return
				}
			}
		}()
	}
	defer close(done)
	all := map[int32][]*sarama.ConsumerMessage{}
	for i := range n {
		select {
		case m := <-arrived:
			all[m.Partition] = append(all[m.Partition], m)
		case <-time.After(30 * time.Second):
			t.Fatalf("%d of %d messages came", i, n)
		}
	}
	return all
}

func TestKafkaIsGivenCloudEventsInTheBinaryModeOfItsBindingInOrderPerSubject(t *testing.T) {
	address := startKafka(t)
	r := newRig(t)
	for i := range 20 {
		subject := fmt.Sprint("é", i%5)
		if i < 5 {
			r.record(t, formed(subject))
		} else {
			r.record(t, delivery(subject, "team.renamed", fmt.Sprint("r", i), fmt.Sprintf(`{"name":"%d"}`, i)))
		}
	}
	stop := r.run(t, "targets: [{name: lake, kind: kafka, url: 'kafka://"+address+"', topic: facts}]")
	all := consumed(t, address, "facts", 20)
	stop()
	order := map[string][]string{}
	for _, partition := range all {
		for _, m := range partition {
			headers := map[string]string{}
			for _, h := range m.Headers {
				headers[string(h.Key)] = string(h.Value)
			}
			if string(m.Key) != "team-"+headers["ce_subject"] || headers["ce_specversion"] != "1.0" || headers["ce_source"] != "urn:hr" ||
				headers["ce_time"] != "2026-11-01T08:00:00Z" || headers["content-type"] != "application/json" ||
				!strings.HasPrefix(headers["ce_type"], "soin.team.") || headers["ce_position"] == "" {
				t.Fatalf("%s: %v", m.Key, headers)
			}
			order[string(m.Key)] = append(order[string(m.Key)], headers["ce_id"])
		}
	}
	if got := fmt.Sprint(order["team-é2"]); len(order) != 5 || got != "[formed-é2 r7 r12 r17]" {
		t.Errorf("%v", order)
	}
}

func TestFactsComeInFromKafka(t *testing.T) {
	var address string
	var producer sarama.SyncProducer
	comesIn(t, "ce_", func(t *testing.T) (string, func(sent)) {
		address = startKafka(t)
		var err error
		if producer, err = sarama.NewSyncProducer([]string{address}, kafkaConfig()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { producer.Close() })
		return "sources: [{name: hr, kind: kafka, url: 'kafka://" + address + "', topic: hr, group: soin, accepts: ['urn:hr']}]",
			func(m sent) {
				out := &sarama.ProducerMessage{Topic: "hr", Value: sarama.StringEncoder(m.data)}
				for name, value := range m.headers {
					out.Headers = append(out.Headers, sarama.RecordHeader{Key: []byte(name), Value: []byte(value)})
				}
				if _, _, err := producer.SendMessage(out); err != nil {
					t.Fatal(err)
				}
			}
	})
}
