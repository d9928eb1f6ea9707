package brokers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// natsServer is a real one, in this process. It may be stopped and started again.
type natsServer struct {
	*server.Server
	options server.Options
}

func startNATS(t *testing.T) *natsServer {
	t.Helper()
	s := &natsServer{options: server.Options{
		Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true,
	}}
	s.start(t)
	t.Cleanup(s.stop)
	return s
}

func (s *natsServer) start(t *testing.T) {
	t.Helper()
	running, err := server.NewServer(&s.options)
	if err != nil {
		t.Fatal(err)
	}
	go running.Start()
	if !running.ReadyForConnections(10 * time.Second) {
		t.Fatal("nats-server does not start")
	}
	s.Server = running
}

func (s *natsServer) stop() {
	s.Shutdown()
	s.WaitForShutdown()
}

// restart keeps the port and what is stored.
func (s *natsServer) restart(t *testing.T) {
	t.Helper()
	url := s.ClientURL()
	s.stop()
	if _, err := fmt.Sscanf(url[strings.LastIndex(url, ":")+1:], "%d", &s.options.Port); err != nil {
		t.Fatal(err)
	}
	s.start(t)
}

func dialNATS(t *testing.T, s *natsServer) jetstream.JetStream {
	t.Helper()
	conn, err := nats.Connect(s.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// stored reads the first n messages of a stream.
func stored(t *testing.T, s *natsServer, stream string, n int) (all []*jetstream.RawStreamMsg) {
	t.Helper()
	js := dialNATS(t, s)
	var st jetstream.Stream
	until(t, fmt.Sprintf("%d messages in %s", n, stream), func() bool {
		var err error
		if st, err = js.Stream(t.Context(), stream); err != nil {
			return false
		}
		info, err := st.Info(t.Context())
		return err == nil && info.State.Msgs >= uint64(n)
	})
	info, err := st.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for seq := info.State.FirstSeq; seq <= info.State.LastSeq; seq++ {
		m, err := st.GetMsg(t.Context(), seq)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

func natsTarget(s *natsServer, more string) string {
	return fmt.Sprintf("targets: [{name: warehouse, kind: nats, url: '%s', stream: SOIN, subject: soin%s}]", s.ClientURL(), more)
}

func TestNATSIsGivenCloudEventsInTheBinaryModeOfItsBinding(t *testing.T) {
	r := newRig(t)
	s := startNATS(t)
	r.record(t, formed("é 1"))
	defer r.run(t, natsTarget(s, ""))()
	m := stored(t, s, "SOIN", 1)[0]
	fact := messageOf(t, r.all(t)[0])
	if m.Subject != "soin.team.formed" || string(m.Data) != `{"name":"Équipe 100%"}` {
		t.Errorf("%s: %s", m.Subject, m.Data)
	}
	for name, want := range map[string]string{
		"ce-specversion": "1.0", "ce-type": "soin.team.formed.v1", "ce-source": "urn:hr", "ce-id": "formed-%C3%A9%201", "ce-subject": "%C3%A9%201",
		"ce-time": "2026-11-01T08:00:00Z", "ce-stream": "team-%C3%A9%201", "ce-position": fact.Metadata.Get("ce_position"),
		"content-type": "application/json", "Nats-Msg-Id": fact.UUID,
	} {
		if got := m.Header[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestATargetIsGivenWhatItSelectsAndNotItsOwn(t *testing.T) {
	r := newRig(t)
	s := startNATS(t)
	own, other := formed("own"), formed("other")
	other.Source = "urn:portal"
	renamed := delivery("other", "team.renamed", "r", `{"name":"X"}`)
	renamed.Source = "urn:portal"
	r.record(t, own, other, renamed, formed("own2"))
	js := dialNATS(t, s)
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "HR", Subjects: []string{"hr.>"}}); err != nil {
		t.Fatal(err)
	}
	file := natsTarget(s, ", select: [team.formed]") + fmt.Sprintf(
		"\nsources: [{name: hr, kind: nats, url: '%s', stream: HR, subject: 'hr.>', group: soin, accepts: ['urn:hr']}]", s.ClientURL())
	stop := r.run(t, file)
	if all := stored(t, s, "SOIN", 1); len(all) != 1 || all[0].Header.Get("ce-id") != "formed-other" {
		t.Errorf("%d messages, the first %v", len(all), all[0].Header)
	}
	stop()
}

// While facts flow the server is killed and started again: nothing is lost, the order is
// the log's, and what was sent twice is stored once.
func TestNothingIsLostWhenNATSIsRestarted(t *testing.T) {
	r := newRig(t)
	s := startNATS(t)
	stop := r.run(t, natsTarget(s, ""))
	const n = 600
	for i := 0; i < n; i += 20 {
		r.record(t, teams(i, i+20)...)
		if i == 200 || i == 400 {
			stored(t, s, "SOIN", 20) // it flows
			s.restart(t)
		}
		if i == 300 { // and so is Soin
			stop()
			stop = r.run(t, natsTarget(s, ""))
		}
	}
	all := stored(t, s, "SOIN", n)
	stop()
	log := r.all(t)
	if len(all) != n {
		t.Errorf("%d messages of %d facts", len(all), n)
	}
	for i, m := range all {
		if want := messageOf(t, log[i]).UUID; m.Header.Get("Nats-Msg-Id") != want {
			t.Fatalf("message %d is %s, the fact %s", i, m.Header.Get("Nats-Msg-Id"), want)
		}
	}
	if n, _ := r.box.Size(); n != 0 {
		t.Errorf("%d poisoned", n)
	}
}

func TestWhatNATSWillNeverTakeIsPoisonedAndTheNextOneGoesOn(t *testing.T) {
	r := newRig(t)
	s := &natsServer{options: server.Options{
		Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true, MaxPayload: 1000,
	}}
	s.start(t)
	defer s.stop()
	r.record(t, delivery("a", "team.formed", "large", `{"name":"A","more":"`+strings.Repeat("x", 2000)+`"}`), formed("b"))
	stop := r.run(t, natsTarget(s, ""))
	all := stored(t, s, "SOIN", 1)
	stop()
	if list := r.box.List(); len(all) != 1 || all[0].Header.Get("ce-id") != "formed-b" || len(list) != 1 || list[0].ID != "large" {
		t.Errorf("%d sent, poisoned %+v", len(all), list)
	}
}

func TestFactsComeInFromNATS(t *testing.T) {
	comesIn(t, "ce-", func(t *testing.T) (string, func(sent)) {
		s := startNATS(t)
		js := dialNATS(t, s)
		if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "HR", Subjects: []string{"hr.>"}}); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("sources: [{name: hr, kind: nats, url: '%s', stream: HR, subject: 'hr.>', group: soin, accepts: ['urn:hr']}]", s.ClientURL()),
			func(m sent) {
				out := nats.NewMsg("hr.facts")
				out.Data = []byte(m.data)
				for name, value := range m.headers {
					out.Header[name] = []string{value}
				}
				if _, err := js.PublishMsg(context.Background(), out); err != nil {
					t.Fatal(err)
				}
			}
	})
}

func TestABrokerThatIsNotThereKeepsNobodyFromStarting(t *testing.T) {
	r := newRig(t)
	s := startNATS(t)
	url := s.ClientURL()
	file := natsTarget(s, "")
	s.stop()
	r.record(t, teams(0, 3)...)
	stop := r.run(t, file)
	if _, err := fmt.Sscanf(url[strings.LastIndex(url, ":")+1:], "%d", &s.options.Port); err != nil {
		t.Fatal(err)
	}
	s.start(t)
	if n := len(stored(t, s, "SOIN", 3)); n != 3 {
		t.Errorf("%d messages", n)
	}
	stop()
}
