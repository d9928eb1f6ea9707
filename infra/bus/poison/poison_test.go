package poison_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/bus/poison"
	"soin/infra/memstore"
	"soin/infra/vault"
)

func open(t *testing.T, store event.Store) *poison.Box {
	t.Helper()
	box, err := poison.Open(t.Context(), store, sealer(t), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

// poisoned is a message as the router gives it up.
func poisoned(id, payload string) *message.Message {
	msg := message.NewMessage("uuid-"+id, []byte(payload))
	for name, value := range map[string]string{
		bus.Type: "soin.team.formed.v1", bus.Source: "urn:hr", bus.ID: id, bus.Subject: "north",
		middleware.PoisonedHandlerKey: "from-hr", middleware.PoisonedTopicKey: "hr", middleware.ReasonForPoisonedKey: "data.name must have 1 to 200 characters",
	} {
		msg.Metadata.Set(name, value)
	}
	return msg
}

func keep(t *testing.T, box *poison.Box, messages ...*message.Message) {
	t.Helper()
	if err := box.Publish(bus.PoisonTopic, messages...); err != nil {
		t.Fatal(err)
	}
}

func handler(h message.NoPublishHandlerFunc) []bus.Handler {
	return []bus.Handler{{Name: "other"}, {Name: "from-hr", Handle: h}}
}

func TestWhatIsPoisonedOutlivesARestart(t *testing.T) {
	store := memstore.New()
	box := open(t, store)
	keep(t, box, poisoned("1", `{"name":""}`), poisoned("2", `{}`))
	before, after := box.List(), open(t, store).List()
	if len(before) != 2 || len(after) != 2 {
		t.Fatalf("%d kept, %d after a restart", len(before), len(after))
	}
	for _, m := range after {
		if m.Handler != "from-hr" || m.Topic != "hr" || m.Source != "urn:hr" || m.Subject != "north" || !m.Kept || m.Reason == "" || m.Since.IsZero() {
			t.Errorf("%+v", m)
		}
		if again, err := box.Get(m.Key); err != nil || again.ID != m.ID {
			t.Errorf("%+v, %v", again, err)
		}
	}
}

func TestTheSameMessageIsKeptOnceWithItsLatestError(t *testing.T) {
	store := memstore.New()
	box := open(t, store)
	keep(t, box, poisoned("1", "a"))
	again := poisoned("1", "a")
	again.Metadata.Set(middleware.ReasonForPoisonedKey, "newer")
	keep(t, box, again, poisoned("1", "another payload"))
	for _, box := range []*poison.Box{box, open(t, store)} {
		list := box.List()
		if len(list) != 2 || list[0].Reason != "newer" {
			t.Errorf("%+v", list)
		}
	}
}

func TestARetryThatSucceedsLetsTheMessageGo(t *testing.T) {
	store := memstore.New()
	box := open(t, store)
	keep(t, box, poisoned("1", `{"name":"A"}`))
	key := box.List()[0].Key
	refused := errors.New("still not")
	if err := box.Retry(t.Context(), key, handler(func(*message.Message) error { return refused })); !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
	box = open(t, store)
	if m, err := box.Get(key); err != nil || m.Reason != "still not" {
		t.Errorf("%+v, %v", m, err)
	}
	var got *message.Message
	if err := box.Retry(t.Context(), key, handler(func(m *message.Message) error { got = m; return nil })); err != nil {
		t.Fatal(err)
	}
	if string(got.Payload) != `{"name":"A"}` || got.Metadata.Get(bus.ID) != "1" || got.UUID != "uuid-1" {
		t.Errorf("%+v", got)
	}
	for _, box := range []*poison.Box{box, open(t, store)} {
		if n, _ := box.Size(); n != 0 {
			t.Errorf("%d left", n)
		}
	}
}

func TestARetryNeedsItsHandlerAndItsKey(t *testing.T) {
	box := open(t, memstore.New())
	keep(t, box, poisoned("1", ""))
	var missing *poison.HandlerError
	if err := box.Retry(t.Context(), box.List()[0].Key, nil); !errors.As(err, &missing) || missing.Handler != "from-hr" {
		t.Error(err)
	}
	var unknown *poison.UnknownError
	if err := box.Retry(t.Context(), "nobody", nil); !errors.As(err, &unknown) {
		t.Error(err)
	}
}

func TestWhatIsDiscardedLeavesItsEnvelopeAndTheReason(t *testing.T) {
	store := memstore.New()
	box := open(t, store)
	keep(t, box, poisoned("1", "the payload says secret"))
	if err := box.Discard(t.Context(), box.List()[0].Key, "sent by mistake"); err != nil {
		t.Fatal(err)
	}
	box = open(t, store)
	all, err := box.Discards(t.Context())
	if err != nil || len(all) != 1 || all[0].Reason != "sent by mistake" || all[0].ID != "1" || !strings.Contains(all[0].Broken, "data.name") {
		t.Errorf("%+v, %v", all, err)
	}
	if n, _ := box.Size(); n != 0 {
		t.Errorf("%d left", n)
	}
	for r, err := range store.All(t.Context(), 0) {
		if err != nil || strings.Contains(string(r.Data), "c2VjcmV0") || strings.Contains(string(r.Data), "secret") {
			t.Errorf("%s, %v", r.Data, err)
		}
	}
}

func TestWhatIsTooLargeOrNoTextIsKeptAsAnEnvelope(t *testing.T) {
	box := open(t, memstore.New())
	large := poisoned("1", strings.Repeat("x", 1<<20))
	wide := poisoned("2", "x")
	wide.Metadata.Set(bus.Subject, strings.Repeat("y", 1<<20))
	odd := poisoned("3", "x")
	odd.Metadata.Set(bus.Subject, "\xff")
	odd.Metadata.Set("\xfe", "\xff")
	keep(t, box, large, wide, odd)
	kept := map[string]bool{}
	for _, m := range box.List() {
		kept[m.ID] = m.Kept
		if m.ID == "1" && m.Size != 1<<20 || len(m.Subject) > 400 {
			t.Errorf("%+v", m)
		}
		if m.ID == "1" {
			var out *poison.LeftOutError
			if err := box.Retry(t.Context(), m.Key, handler(nil)); !errors.As(err, &out) {
				t.Error(err)
			}
		}
	}
	if fmt.Sprint(kept) != "map[1:false 2:false 3:true]" {
		t.Error(kept)
	}
}

func TestAFullBoxRefuses(t *testing.T) {
	box := open(t, memstore.New())
	for i := range poison.MaxMessages {
		keep(t, box, poisoned(fmt.Sprint(i), ""))
	}
	var full *poison.FullError
	if err := box.Publish("", poisoned("more", "")); !errors.As(err, &full) {
		t.Error(err)
	}
	keep(t, box, poisoned("7", "")) // is there already
}

func sealer(t testing.TB) *vault.Sealer {
	t.Helper()
	s, err := vault.Key{1}.Sealer("test")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is poisoned never went through the Door, so it may name people, and say what they said.
func TestNoPayloadIsReadableInTheStore(t *testing.T) {
	store := memstore.New()
	box := open(t, store)
	voice := poisoned("voter-7", "said in confidence")
	bus.Confidential(voice)
	voice.Metadata.Set(middleware.PoisonedHandlerKey, "from-hr")
	keep(t, box, poisoned("1", "Zorglub complains"), voice)
	for r, err := range store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all := fmt.Sprintf("%s %s %s", r.Stream, r.ID, r.Data)
		for _, word := range []string{"Zorglub", "confidence", "voter-7", "north ward"} {
			for _, form := range []string{word, base64.StdEncoding.EncodeToString([]byte(word))[:4*(len(word)/3)]} {
				if strings.Contains(all, form) {
					t.Errorf("the store holds %s", all)
				}
			}
		}
	}
	left := 0
	for _, m := range box.List() {
		if !m.Kept {
			left++
			var out *poison.LeftOutError
			if err := box.Retry(t.Context(), m.Key, handler(nil)); !errors.As(err, &out) {
				t.Errorf("a voice is tried again: %v", err)
			}
		}
	}
	if left != 1 {
		t.Errorf("%d messages are kept without payload, want one: %+v", left, box.List())
	}
	stranger, err := vault.Key{2}.Sealer("test")
	if err != nil {
		t.Fatal(err)
	}
	other, err := poison.Open(t.Context(), store, stranger, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range other.List() {
		if m.Kept && other.Retry(t.Context(), m.Key, handler(func(*message.Message) error { return nil })) == nil {
			t.Error("a payload is opened by another key")
		}
	}
}
