package broker

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
)

// line is a subscriber whose broker can be cut off.
type line struct{ messages chan *message.Message }

func (l line) Subscribe(context.Context, string) (<-chan *message.Message, error) {
	return l.messages, nil
}

func (l line) Close() error { return nil }

// page is a log that is read while it is written.
type page struct {
	mu   sync.Mutex
	text strings.Builder
}

func (p *page) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(line)
}

func (p *page) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

func TestAnOutageIsOneLineInTheLogAndItsEndAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log page
		up, current := time.Now().Add(time.Hour), make(chan *message.Message)
		s := &subscriber{
			name: "crm", log: slog.New(slog.NewTextHandler(&log, nil)), closing: make(chan struct{}),
			open: func() (message.Subscriber, error) {
				if time.Now().Before(up) {
					return nil, errors.New("connection refused")
				}
				return line{current}, nil
			},
		}
		out, err := s.Subscribe(t.Context(), "crm")
		if err != nil {
			t.Fatal(err)
		}
		counts := func(away, back int) {
			t.Helper()
			synctest.Wait()
			for said, times := range map[string]int{"level=WARN msg=\"a source's broker is away": away, "level=INFO msg=\"a source's broker is back": back} {
				if n := strings.Count(log.String(), said); n != times {
					t.Errorf("%s stands %d times, not %d, in %s", said, n, times, &log)
				}
			}
		}
		time.Sleep(59 * time.Minute)
		counts(1, 0)
		time.Sleep(2 * time.Minute)
		counts(1, 1)
		first := current
		current = make(chan *message.Message)
		close(first) // the connection ends
		time.Sleep(time.Minute)
		counts(2, 2)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, open := <-out; open {
			t.Error("a message came out of nothing")
		}
	})
}

func TestTheSameComplaintIsAWarningOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		logger := calm(slog.New(slog.NewTextHandler(&log, nil))).With(watermill.LogFields{"client": "x"})
		for range 119 {
			logger.Error("cannot connect", errors.New("refused"), nil)
			time.Sleep(time.Second)
		}
		logger.Error("cannot close", errors.New("refused"), nil)
		if n := strings.Count(log.String(), "level=WARN msg=\"cannot connect"); n != 2 || strings.Contains(log.String(), "ERROR") {
			t.Errorf("%d warnings in two minutes: %s", n, &log)
		}
		if !strings.Contains(log.String(), "cannot close") {
			t.Errorf("another complaint is not told: %s", &log)
		}
	})
}
