package esdbstore

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"soin/infra/esdbform"
)

func TestMemoryOfStreamsIsBounded(t *testing.T) {
	m := newMemory()
	m.most = 100
	learn := func(name string, n int) {
		k, err := m.take(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			k.add(esdbform.IDOf(name, fmt.Sprint(i)), 0)
		}
		m.put(k)
	}
	for i := range 50 {
		learn(fmt.Sprint("stream ", i), 9)
		learn("used again and again", 9)
		if m.events > m.most || len(m.streams) != m.order.Len() {
			t.Fatalf("%d events of %d streams are remembered, at most %d should be", m.events, len(m.streams), m.most)
		}
	}
	if k := m.want("used again and again"); len(k.ids) != 9 {
		t.Error("the stream that is used most is forgotten")
	}
	learn("longer than all", 1000)
	if m.streams["longer than all"] != nil {
		t.Error("a stream that is longer than the memory is remembered")
	}
}

func TestAStreamInUseIsNotForgotten(t *testing.T) {
	m := newMemory()
	m.most = 1
	k, err := m.take(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := m.tryTake("b"); !ok {
		t.Fatal("nobody has b")
	} else {
		b.add(esdbform.IDOf("b", "1"), 0)
		m.put(b)
	}
	if again, ok := m.tryTake("a"); ok || m.streams["a"].Value != k {
		t.Errorf("a was given twice: %v", again)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.take(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for a turn past the context: %v", err)
	}
	m.put(k)
}
