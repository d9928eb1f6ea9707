package bus_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/bus/cursor"
	"soin/infra/bus/cursor/cursorstream"
	"soin/infra/bus/cursor/cursortest"
	"soin/infra/esdbform"
	"soin/infra/memstore"
)

var day = time.Date(2026, 11, 28, 9, 30, 0, 5, time.UTC)

// record appends facts, each written "stream name id".
func record(t *testing.T, store event.Store, facts ...string) {
	t.Helper()
	for _, f := range facts {
		var stream, name, id string
		fmt.Sscan(f, &stream, &name, &id)
		raw := event.Raw{
			Envelope: event.Envelope{Source: "urn:hr", ID: id, Time: day}, Name: name, Version: 2, Data: []byte(`{"a": 1}`),
		}
		if _, err := store.Append(t.Context(), stream, event.Any, []event.Raw{raw}); err != nil {
			t.Fatal(err)
		}
	}
}

func subscribe(t *testing.T, store event.Store, topic string, o bus.Options) (<-chan *message.Message, func()) {
	t.Helper()
	sub, err := bus.NewSubscriber(store, o)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := sub.Subscribe(t.Context(), topic)
	if err != nil {
		t.Fatal(err)
	}
	return messages, func() {
		if err := sub.Close(); err != nil {
			t.Error(err)
		}
	}
}

func cursorsOver(store event.Store) *cursor.Cursors {
	return cursor.New(cursorstream.New(cursortest.Store{Store: store}, time.Now), cursor.Options{})
}

// next takes one message without an answer.
func next(t *testing.T, messages <-chan *message.Message) *message.Message {
	t.Helper()
	select {
	case msg, open := <-messages:
		if !open {
			t.Fatal("the subscription has ended")
		}
		return msg
	case <-time.After(time.Minute):
		t.Fatal("no message came")
	}
	return nil
}

// ids acknowledges so many messages and gives their ids.
func ids(t *testing.T, messages <-chan *message.Message, n int) string {
	t.Helper()
	var all []string
	for range n {
		msg := next(t, messages)
		all = append(all, msg.Metadata.Get(bus.ID))
		msg.Ack()
	}
	return strings.Join(all, " ")
}

func TestAFactIsAWholeCloudEvent(t *testing.T) {
	tidy(t)
	store := memstore.New()
	record(t, store, "team-été team.formed 42")
	messages, done := subscribe(t, store, bus.Everything, bus.Options{})
	defer done()
	msg := next(t, messages)
	msg.Ack()
	if msg.UUID != esdbform.IDOf("urn:hr", "42").String() || string(msg.Payload) != `{"a": 1}` {
		t.Errorf("%s: %s", msg.UUID, msg.Payload)
	}
	recorded := msg.Metadata[bus.RecordedTime]
	if _, err := time.Parse(time.RFC3339Nano, recorded); err != nil {
		t.Error(err)
	}
	want := message.Metadata{
		"ce_specversion": "1.0", "ce_type": "soin.team.formed.v2", "ce_source": "urn:hr", "ce_id": "42", "ce_subject": "été",
		"ce_time": "2026-11-28T09:30:00.000000005Z", "content-type": "application/json",
		"ce_stream": "team-été", "ce_position": "10", "ce_revision": "0", "ce_recordedtime": recorded,
	}
	if fmt.Sprint(msg.Metadata) != fmt.Sprint(want) {
		t.Errorf("%v", msg.Metadata)
	}
}

func TestTopicsSelectByContextAndByName(t *testing.T) {
	tidy(t)
	store := memstore.New()
	record(t, store, "team-a team.formed 1", "team-a team.renamed 2", "teamwork-b teamwork.begun 3", "need-c need.told 4", "need-c need.met.again 5")
	for topic, want := range map[string]string{
		"team": "1 2", "team.renamed": "2", "need": "4 5", "need.met": "5", "teamwork,team.formed": "1 3", "$all": "1 2 3 4 5", "need,$all": "1 2 3 4 5",
	} {
		messages, done := subscribe(t, store, topic, bus.Options{})
		if got := ids(t, messages, len(strings.Fields(want))); got != want {
			t.Errorf("%s gives %s, want %s", topic, got, want)
		}
		done()
	}
}

func TestWhatIsNotAcknowledgedComesAgainBeforeAnyOther(t *testing.T) {
	tidy(t)
	store := memstore.New()
	record(t, store, "a-1 a.b 1", "a-1 a.b 2")
	messages, done := subscribe(t, store, "a", bus.Options{})
	defer done()
	for range 5 {
		msg := next(t, messages)
		if msg.Metadata.Get(bus.ID) != "1" {
			t.Fatal("another message came first")
		}
		msg.Nack()
		if <-msg.Context().Done(); msg.Context().Err() == nil {
			t.Error("the context of an answered message lives on")
		}
	}
	if got := ids(t, messages, 2); got != "1 2" {
		t.Error(got)
	}
}

func TestAGroupGoesOnWhereItWas(t *testing.T) {
	tidy(t)
	store, cursors := memstore.New(), cursorsOver(memstore.New())
	record(t, store, "a-1 a.b 1", "b-1 b.b 2", "a-1 a.b 3", "a-1 a.b 4")
	o := bus.Options{Group: "g", Cursors: cursors, Grace: time.Millisecond}
	messages, done := subscribe(t, store, "a", o)
	if got := ids(t, messages, 2); got != "1 3" {
		t.Error(got)
	}
	next(t, messages) // 4 is under way when it ends
	done()
	messages, done = subscribe(t, store, "a", o)
	if got := ids(t, messages, 1); got != "4" {
		t.Error(got)
	}
	done()
	o.Group = "other"
	messages, done = subscribe(t, store, "a", o)
	if got := ids(t, messages, 3); got != "1 3 4" {
		t.Error(got)
	}
	done()
}

func TestANamedTopicKeepsItsCursorWhenItsSelectionChanges(t *testing.T) {
	tidy(t)
	store, cursors := memstore.New(), cursorsOver(memstore.New())
	record(t, store, "a-1 a.b 1", "b-1 b.b 2")
	o := bus.Options{Group: "g", Cursors: cursors, Topics: map[string]bus.Selection{"crm": bus.Select("a")}}
	messages, done := subscribe(t, store, "crm", o)
	ids(t, messages, 1)
	record(t, store, "a-1 a.b 3")
	ids(t, messages, 1) // so 2, which was passed over, is done
	done()
	o.Topics = map[string]bus.Selection{"crm": bus.Select("a,b")}
	record(t, store, "b-1 b.b 4")
	messages, done = subscribe(t, store, "crm", o)
	defer done()
	if got := ids(t, messages, 1); got != "4" {
		t.Error(got)
	}
}

func TestAnAcknowledgementWhileItEndsCounts(t *testing.T) {
	tidy(t)
	store, cursors := memstore.New(), cursorsOver(memstore.New())
	record(t, store, "a-1 a.b 1", "a-1 a.b 2")
	o := bus.Options{Group: "g", Cursors: cursors}
	messages, done := subscribe(t, store, "a", o)
	msg := next(t, messages)
	ended := make(chan struct{})
	go func() { done(); close(ended) }()
	<-msg.Context().Done()
	msg.Ack()
	<-ended
	messages, done = subscribe(t, store, "a", o)
	defer done()
	if got := ids(t, messages, 1); got != "2" {
		t.Error(got)
	}
}

// After a crash what was acknowledged and not saved comes again, and nothing is skipped.
func TestACrashSkipsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, table := memstore.New(), memstore.New()
		for i := range 1000 {
			record(t, store, fmt.Sprintf("a-1 a.b %d", i))
		}
		messages, done := subscribe(t, store, "a", bus.Options{Group: "g", Cursors: cursorsOver(table)})
		for range 100 {
			ids(t, messages, 5)
			time.Sleep(10 * time.Millisecond) // of the bubble
		}
		kept := memstore.New() // what the crash leaves
		for r, err := range table.All(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := kept.Append(t.Context(), r.Stream, event.Any, []event.Raw{r.Raw}); err != nil {
				t.Fatal(err)
			}
		}
		done()
		messages, done = subscribe(t, store, "a", bus.Options{Group: "g", Cursors: cursorsOver(kept)})
		defer done()
		var first int
		fmt.Sscan(ids(t, messages, 1), &first)
		if first > 500 || first < 300 {
			t.Errorf("500 were acknowledged in a second, and it goes on with %d", first)
		}
	})
}

// broken is a store whose sequences fail after some events, in turns.
type broken struct {
	event.Store
	after int
}

var errBroken = errors.New("the connection was lost")

func (b *broken) Follow(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		n := 0
		for r, err := range b.Store.Follow(ctx, after) {
			if n++; n > b.after && err == nil {
				yield(event.RawRecorded{}, errBroken)
				return
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestASequenceThatFailsIsBegunAgainBehindTheLastMessage(t *testing.T) {
	for _, group := range []string{"", "g"} {
		synctest.Test(t, func(t *testing.T) {
			store := memstore.New()
			for i := range 10 {
				record(t, store, fmt.Sprintf("a-1 a.b %d", i))
			}
			messages, done := subscribe(t, &broken{store, 3}, "a", bus.Options{Group: group, Cursors: cursorsOver(memstore.New())})
			if got := ids(t, messages, 10); got != "0 1 2 3 4 5 6 7 8 9" {
				t.Errorf("in group %q: %s", group, got)
			}
			done()
		})
	}
}

func TestAGroupWhoseOwnerDiesIsTakenOverByAnotherProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, table := memstore.New(), memstore.New()
		record(t, store, "a-1 a.b 1", "a-1 a.b 2", "a-1 a.b 3")
		cut := &unplugged{Store: table}
		first, endFirst := subscribe(t, store, "a", bus.Options{Group: "g", Cursors: cursorsOver(cut)})
		ids(t, first, 1)
		time.Sleep(time.Second)
		second, endSecond := subscribe(t, store, "a", bus.Options{Group: "g", Cursors: cursorsOver(table)})
		under := next(t, first) // 2, which the first never answers
		cut.gone.Store(true)
		if got := ids(t, second, 2); got != "2 3" {
			t.Errorf("the second process goes on with %s", got)
		}
		if under.Context().Err() == nil {
			t.Error("the first one still works on what is not its own any more")
		}
		endFirst()
		endSecond()
	})
}

// unplugged is a store that one process does not reach any more.
type unplugged struct {
	event.Store
	gone atomic.Bool
}

func (u *unplugged) Append(ctx context.Context, stream string, at event.Revision, events []event.Raw) ([]event.Receipt, error) {
	if u.gone.Load() {
		return nil, errBroken
	}
	return u.Store.Append(ctx, stream, at, events)
}

func TestPublishedMessagesComeBackWhole(t *testing.T) {
	tidy(t)
	store := memstore.New()
	pub := bus.NewPublisher(store, time.Now)
	want := message.NewMessage("any id at all", []byte{0, 0xff, '"', '\n', 'x'})
	want.Metadata = message.Metadata{"": "empty name", "été": "<&>\u2028", "x": ""}
	if err := pub.Publish("topic-1", want, message.NewMessage("", nil)); err != nil {
		t.Fatal(err)
	}
	messages, done := subscribe(t, store, "topic-1", bus.Options{Form: bus.Published})
	defer done()
	for _, want := range []*message.Message{want, message.NewMessage("", nil)} {
		got := next(t, messages)
		got.Ack()
		if !got.Equals(want) {
			t.Errorf("%+v came back as %+v", want, got)
		}
	}
}

func TestWhatCannotBeKeptWholeIsRefused(t *testing.T) {
	pub := bus.NewPublisher(memstore.New(), time.Now)
	bad := message.NewMessage("1", nil)
	bad.Metadata.Set("name", "\xff")
	for what, err := range map[string]error{
		"a large one":       pub.Publish("t", message.NewMessage("1", make([]byte, 1<<20))),
		"one not in UTF-8":  pub.Publish("t", bad),
		"a uuid not so":     pub.Publish("t", message.NewMessage("\xff", nil)),
		"one without topic": pub.Publish("", message.NewMessage("1", nil)),
	} {
		if err == nil {
			t.Errorf("%s was published", what)
		}
	}
}
