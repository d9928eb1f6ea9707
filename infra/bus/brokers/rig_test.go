package brokers_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/bus/broker"
	"soin/infra/bus/brokers"
	"soin/infra/bus/cursor"
	"soin/infra/bus/cursor/cursorstream"
	"soin/infra/bus/cursor/cursortest"
	"soin/infra/bus/poison"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
	"soin/infra/parking"
	"soin/infra/vault"
)

// rig is a Soin around a bus, in memory; what it keeps outlives a run.
type rig struct {
	store, cursors, poisoned event.Store
	door                     *ingest.Door
	parked                   *parking.Parking
	box                      *poison.Box
	down                     atomic.Int64 // calls of the door that fail on our side
	handlers                 []bus.Handler
}

func newRig(t *testing.T) *rig {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		goleak.VerifyNone(t, before,
			// Sarama's metrics have one clock for the process; the fake Kafka leaves these.
			goleak.IgnoreTopFunction("github.com/rcrowley/go-metrics.(*meterArbiter).tick"),
			goleak.IgnoreAnyFunction("github.com/twmb/franz-go/pkg/kfake.(*clientConn).write"),
			goleak.IgnoreAnyFunction("github.com/twmb/franz-go/pkg/kfake.(*group).manage"),
		)
	})
	r := &rig{store: memstore.New(), cursors: memstore.New(), poisoned: memstore.New()}
	var err error
	if r.parked, err = parking.Open(t.Context(), memstore.New(), time.Now); err != nil {
		t.Fatal(err)
	}
	r.door = ingest.NewDoor(event.NewLog(r.store, domain.Catalog(jsoncodec.Unmarshal)), time.Now, ingest.WithParking(r.parked))
	if r.box, err = poison.Open(t.Context(), r.poisoned, sealer(t), time.Now); err != nil {
		t.Fatal(err)
	}
	return r
}

// Accept is the door, as long as it is not down.
func (r *rig) Accept(ctx context.Context, deliveries []ingest.Delivery) ([]ingest.Outcome, error) {
	if r.down.Add(-1) >= 0 {
		return nil, event.ErrClosed
	}
	return r.door.Accept(ctx, deliveries)
}

// run connects what a file of brokers says, and gives what stops it.
func (r *rig) run(t *testing.T, file string) (stop func()) {
	t.Helper()
	config, err := broker.Read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	router, err := bus.NewRouter(bus.RouterOptions{Log: log, Registry: prometheus.NewRegistry(), Poison: r.box})
	if err != nil {
		t.Fatal(err)
	}
	connected, err := broker.New(config, broker.Parts{
		Technologies: brokers.Technologies(), Log: r.store, Door: r, Logger: log,
		Cursors: cursor.New(cursorstream.New(cursortest.Store{Store: r.cursors}, time.Now), cursor.Options{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := router.Add(connected.Handlers...); err != nil {
		t.Fatal(err)
	}
	r.handlers = connected.Handlers
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- router.Run(ctx) }()
	return sync.OnceFunc(func() {
		cancel()
		if err := errors.Join(<-ended, connected.Close()); err != nil {
			t.Error(err)
		}
	})
}

// IsVoice is the door's.
func (r *rig) IsVoice(wireType string) bool { return r.door.IsVoice(wireType) }

var day = time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)

func delivery(subject, kind, id, data string) ingest.Delivery {
	return ingest.Delivery{
		Type: "soin." + kind + ".v1", Source: "urn:hr", ID: id, Subject: subject, Time: day, Data: []byte(data),
	}
}

func formed(subject string) ingest.Delivery {
	return delivery(subject, "team.formed", "formed-"+subject, `{"name":"Équipe 100%"}`)
}

func (r *rig) record(t *testing.T, deliveries ...ingest.Delivery) {
	t.Helper()
	outcomes, err := r.door.Accept(t.Context(), deliveries)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
	}
}

// recorded waits until an event of this id is in the log.
func (r *rig) recorded(t *testing.T, id string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for e, err := range r.store.Follow(ctx, 0) {
		if err != nil {
			t.Fatalf("%s was not recorded: %v; poisoned %+v", id, err, r.box.List())
		}
		if e.ID == id {
			return
		}
	}
}

// until waits for a condition.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("not within half a minute: %s", what)
		}
		<-time.After(5 * time.Millisecond)
	}
}

// sent is one message of a stranger's, as headers and data.
type sent struct {
	headers map[string]string
	data    string
}

const structured = `{"specversion":"1.0","type":"soin.team.formed.v1","source":"urn:hr","id":"whole","subject":"whole","time":"2026-11-01T08:00:00Z","data":{"name":"W"}}`

// binary is a message in binary mode; prefix is that of attributes.
func binary(prefix, id, subject, kind, data string) sent {
	return sent{map[string]string{
		prefix + "specversion": "1.0", prefix + "type": "soin." + kind + ".v1", prefix + "source": "urn:hr",
		prefix + "id": id, prefix + "subject": subject, prefix + "time": "2026-11-01T08:00:00Z", "content-type": "application/json",
	}, data}
}

// comesIn checks what becomes of what a source brings, whatever the technology.
func comesIn(t *testing.T, prefix string, connect func(t *testing.T) (file string, send func(sent))) {
	r := newRig(t)
	file, send := connect(t)
	r.down.Store(2) // the first message finds the store closed, twice
	stop := r.run(t, file)
	defer stop()
	send(binary(prefix, "first", "north", "team.formed", `{"name":"N"}`))
	send(binary(prefix, "bad", "west", "team.formed", `{"name":""}`))
	send(sent{nil, "no event at all"})
	foreign := binary(prefix, "foreign", "east", "team.formed", `{"name":"E"}`)
	foreign.headers[prefix+"source"] = "urn:somebody"
	send(foreign)
	send(binary(prefix, "early", "south", "team.renamed", `{"name":"S"}`))
	send(sent{map[string]string{"content-type": "application/cloudevents+json; charset=utf-8"}, structured})
	send(binary(prefix, "first", "north", "team.formed", `{"name":"N"}`)) // delivered twice
	send(binary(prefix, "last", "north", "team.renamed", `{"name":"NN"}`))
	r.recorded(t, "last")
	var ids []string
	for e, err := range r.store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, e.ID)
	}
	if got := strings.Join(ids, " "); got != "first whole last" {
		t.Errorf("recorded %s", got)
	}
	if n, _ := r.parked.Size(); n != 1 {
		t.Errorf("%d parked", n)
	}
	reasons := map[string]string{}
	for _, p := range r.box.List() {
		reasons[p.ID] = p.Reason
		if p.Handler != "from-hr" {
			t.Errorf("%+v", p)
		}
	}
	if len(reasons) != 3 || !strings.Contains(reasons["bad"], "data.name must have 1 to 200 characters") ||
		!strings.Contains(reasons["foreign"], "source is none that this broker may bring") {
		t.Errorf("poisoned %v", reasons)
	}
	for _, p := range r.box.List() {
		if p.ID == "bad" {
			if err := r.box.Retry(t.Context(), p.Key, r.handlers); err == nil {
				t.Error("what breaks a rule was recorded after all")
			}
		}
	}
}

// messageOf is a fact as the bus hands it on, for what a technology makes of it.
func messageOf(t *testing.T, e event.RawRecorded) *message.Message {
	t.Helper()
	msg, err := bus.Fact(e)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

// all reads the log.
func (r *rig) all(t *testing.T) (all []event.RawRecorded) {
	t.Helper()
	for e, err := range r.store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

func teams(from, to int) (all []ingest.Delivery) {
	for i := from; i < to; i++ {
		all = append(all, formed(fmt.Sprint("t", i)))
	}
	return all
}

func sealer(t testing.TB) *vault.Sealer {
	t.Helper()
	s, err := vault.Key{1}.Sealer("test")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
