package storetest

import (
	"errors"
	"fmt"
	"sync"

	"soin/domain/event"
)

func closing() []promise {
	return []promise{
		{"a closed store says so to every call", closedStore},
		{"closing ends the followers that wait", closingEndsFollowers},
		{"closing again harms nobody", closedTwice},
		{"an append that meets the closing is answered", appendMeetsClosing},
	}
}

func (t *trial) close() {
	t.Helper()
	if err := t.store.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
}

func closedStore(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 3)...)
	t.close()
	if _, err := t.store.Append(t.ctx, "test-1", event.Any, facts("b", 1)); !errors.Is(err, event.ErrClosed) {
		t.Errorf("Append: %v", err)
	}
	if _, err := t.store.Head(t.ctx); !errors.Is(err, event.ErrClosed) {
		t.Errorf("Head: %v", err)
	}
	if err := t.store.Delete(t.ctx, "test-1", event.Any); !errors.Is(err, event.ErrClosed) {
		t.Errorf("Delete: %v", err)
	}
	for name, seq := range t.readings(t.ctx, "test-1") {
		if got := t.endsWith(seq, event.ErrClosed); len(got) != 0 {
			t.Errorf("%s gives %d events", name, len(got))
		}
	}
}

func closingEndsFollowers(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 3)...)
	var wg, reading sync.WaitGroup
	for range 4 {
		reading.Add(1)
		wg.Go(func() {
			seq := cancelAt(t.store.Follow(t.ctx, 0), 3, reading.Done)
			if got := t.endsWith(seq, event.ErrClosed); len(got) != 3 {
				t.Errorf("a follower was given %d events, want 3", len(got))
			}
		})
	}
	reading.Wait()
	t.dwell()
	t.close()
	wg.Wait()
}

func closedTwice(t *trial) {
	t.close()
	if err := t.store.Close(); err != nil && !errors.Is(err, event.ErrClosed) {
		t.Errorf("closing again: %v", err)
	}
}

// appendMeetsClosing closes the store under its writers: each append is acknowledged or
// told that the store is closed, and none succeeds that began after the closing.
func appendMeetsClosing(t *trial) {
	t.closeUnder(func(i, j int) error {
		receipts, err := t.store.Append(t.ctx, "test-1", event.Any, facts(fmt.Sprint(i, "-", j, "-"), 2))
		if err == nil && len(receipts) != 2 {
			t.Errorf("append: receipts %v", receipts)
		}
		return err
	})
}

// closeUnder closes the store while writers call write, each for j = 0, 1, ... until it
// fails, once each of them has begun.
func (t *trial) closeUnder(write func(i, j int) error) {
	var begun sync.WaitGroup
	begun.Add(writers)
	closed := make(chan struct{})
	together(writers+1, func(i int) {
		if i == writers {
			begun.Wait()
			_ = t.store.Close()
			close(closed)
			return
		}
		for j, over := 0, false; !over; j++ {
			over = ended(closed)
			err := write(i, j)
			if j == 0 {
				begun.Done()
			}
			if err != nil {
				if !errors.Is(err, event.ErrClosed) {
					t.Errorf("write that met the closing: %v", err)
				}
				return
			}
			if over {
				t.Error("a closed store accepts appends")
			}
		}
	})
}

func ended(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
