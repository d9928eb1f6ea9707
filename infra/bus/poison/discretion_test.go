package poison_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/rule"
	"soin/infra/bus/poison"
	"soin/infra/memstore"
)

func TestHeadersAreSealedAndComeBackWhole(t *testing.T) {
	store := memstore.New()
	box := open(t, store)
	msg := poisoned("1", `{"name":""}`)
	msg.Metadata.Set("x-employee", "ana@example.org")
	keep(t, box, msg)
	for r, err := range store.All(t.Context(), 0) {
		if err != nil || strings.Contains(string(r.Data), "x-employee") || strings.Contains(string(r.Data), "ana@example.org") ||
			strings.Contains(string(r.Data), base64.StdEncoding.EncodeToString([]byte("ana@example"))[:9]) {
			t.Errorf("stored in clear: %s, %v", r.Data, err)
		}
	}
	var got *message.Message
	box = open(t, store)
	if err := box.Retry(t.Context(), box.List()[0].Key, handler(func(m *message.Message) error { got = m; return nil })); err != nil {
		t.Fatal(err)
	}
	if got.Metadata.Get("x-employee") != "ana@example.org" || string(got.Payload) != `{"name":""}` {
		t.Errorf("%+v", got)
	}
}

func TestTheReasonOfARetryHoldsNoValue(t *testing.T) {
	box := open(t, memstore.New())
	keep(t, box, poisoned("1", "{}"))
	key := box.List()[0].Key
	err := box.Retry(t.Context(), key, handler(func(*message.Message) error {
		return rule.All(rule.Break("data.axis", "Ana cried", "must be one of self, team"))
	}))
	m, _ := box.Get(key)
	if err == nil || strings.Contains(err.Error(), "Ana") || m.Reason != "data.axis must be one of self, team" {
		t.Errorf("%v; %s", err, m.Reason)
	}
}

func TestAHandlerThatHangsHoldsUpOnlyItsOwnMessage(t *testing.T) {
	box := open(t, memstore.New())
	keep(t, box, poisoned("1", "{}"))
	key := box.List()[0].Key
	entered, leave, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- box.Retry(t.Context(), key, handler(func(*message.Message) error { close(entered); <-leave; return nil }))
	}()
	<-entered
	free := make(chan struct{})
	go func() {
		defer close(free)
		var tried *poison.TriedError
		if err := box.Retry(t.Context(), key, handler(nil)); !errors.As(err, &tried) {
			t.Errorf("tried twice at once: %v", err)
		}
		if err := box.Discard(t.Context(), key, "x"); !errors.As(err, &tried) {
			t.Errorf("discarded while it is tried: %v", err)
		}
		if err := box.Publish("", poisoned("2", "{}"), poisoned("1", "{}")); err != nil {
			t.Error(err)
		}
		box.Size()
	}()
	select {
	case <-free:
	case <-time.After(10 * time.Second):
		t.Error("a hanging handler blocks the box")
	}
	close(leave)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	<-free
	if list := box.List(); len(list) != 1 || list[0].ID != "2" {
		t.Errorf("%+v", list)
	}
}
