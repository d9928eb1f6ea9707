package bus_test

import (
	"io"
	"log" //nolint:depguard // where Watermill's suite writes
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/tests"
	"go.uber.org/goleak"

	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/bus/cursor"
	"soin/infra/bus/cursor/cursorfile"
	"soin/infra/bus/cursor/cursorstream"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/esdbstore"
	"soin/infra/memstore"
	"soin/infra/sqlitestore"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // Watermill's suite tells each message
	m.Run()
}

// tidy sees that a test leaves no goroutine. Watermill's suite leaves some of its own, and
// subscribers that it never closes, so it cannot be for all tests at once.
func tidy(t *testing.T) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) })
}

// shelf is a store and cursors that outlive publishers and subscribers.
type shelf struct {
	store   event.Store
	cursors *cursor.Cursors
}

// shelves gives each test of the suite one of its own, by the test's name.
type shelves struct {
	open func(*testing.T) shelf
	mu   sync.Mutex
	of   map[string]shelf
}

func (s *shelves) pubSub(t *testing.T, group string) (message.Publisher, message.Subscriber) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own, there := s.of[t.Name()]
	if !there {
		own = s.open(t)
		s.of[t.Name()] = own
	}
	return own.pubSub(t, group)
}

func onSQLite(t testing.TB) shelf {
	t.Helper()
	dir := t.TempDir()
	store, err := sqlitestore.Open(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	file, err := cursorfile.Open(filepath.Join(dir, cursorfile.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close(); file.Close() })
	return shelf{store: store, cursors: cursor.New(file, cursor.Options{})}
}

func onDisk(t *testing.T) shelf { return onSQLite(t) }

// onCluster is an EventStoreDB that messages and cursors share, in spaces of their own.
func onCluster(t *testing.T) shelf {
	t.Helper()
	behind := memstore.New()
	cluster, err := esdbstore.Connect(esdbservertest.Start(t, behind), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cluster.Close(); behind.Close() })
	return shelf{store: cluster.Space("messages"), cursors: cursor.New(cursorstream.New(cluster.Space("cursors"), time.Now), cursor.Options{})}
}

// pubSub is Watermill's view of a shelf. Without a group it keeps nothing.
func (s shelf) pubSub(t *testing.T, group string) (message.Publisher, message.Subscriber) {
	sub, err := bus.NewSubscriber(s.store, bus.Options{
		Group: group, Cursors: s.cursors, Form: bus.Published, Grace: time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return bus.NewPublisher(s.store, time.Now), sub
}

// suite is Watermill's universal one. Neither mode delivers exactly once; without a group
// whoever comes later is given everything from the beginning, as a new group is.
func suite(t *testing.T, open func(*testing.T) shelf, short bool, run func(*testing.T, tests.Features, tests.PubSubConstructor, tests.ConsumerGroupPubSubConstructor)) {
	s := &shelves{open: open, of: map[string]shelf{}}
	features := tests.Features{
		ConsumerGroups:  true,
		GuaranteedOrder: true,
		Persistent:      true,
		ForceShort:      testing.Short() || short,
	}
	t.Run("without a group", func(t *testing.T) {
		features := features
		features.NewSubscriberReceivesOldMessages = true
		run(t, features, func(t *testing.T) (message.Publisher, message.Subscriber) { return s.pubSub(t, "") }, s.pubSub)
	})
	t.Run("in a group", func(t *testing.T) {
		run(t, features, func(t *testing.T) (message.Publisher, message.Subscriber) { return s.pubSub(t, "group") }, s.pubSub)
	})
}

func TestIsAPubSubOverSQLite(t *testing.T) { suite(t, onDisk, false, tests.TestPubSub) }

// The same code over a slower wire: fewer messages, unless they are asked for.
func TestIsAPubSubOverEventStoreDB(t *testing.T) {
	suite(t, onCluster, os.Getenv(stress) == "", tests.TestPubSub)
}

// stress asks for the long tests, which take minutes.
const stress = "SOIN_BUS_STRESS"

// The stress test is the suite ten times side by side: minutes, so it is asked for.
func TestIsAPubSubOverSQLiteUnderStress(t *testing.T) {
	if os.Getenv(stress) == "" {
		t.Skip(stress + " is not set")
	}
	suite(t, onDisk, false, tests.TestPubSubStressTest)
}
