package broker

import (
	"log/slog"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill"
)

// often is how often the same complaint is a warning.
const often = time.Minute

// mostComplaints bounds how many are told apart.
const mostComplaints = 1000

// calmer is a logger for clients of brokers, which complain at each of their tries: the same
// complaint is a warning once a minute, and for debugging otherwise.
type calmer struct {
	watermill.LoggerAdapter
	told *told
}

type told struct {
	mu   sync.Mutex
	last map[string]time.Time // by complaint
}

func calm(log *slog.Logger) watermill.LoggerAdapter {
	return calmer{
		watermill.NewSlogLoggerWithLevelMapping(log, map[slog.Level]slog.Level{
			slog.LevelInfo: slog.LevelDebug, slog.LevelError: slog.LevelWarn,
		}),
		&told{last: map[string]time.Time{}},
	}
}

// Error is a warning, or less.
func (c calmer) Error(msg string, err error, fields watermill.LogFields) {
	if c.told.due(msg) {
		c.LoggerAdapter.Error(msg, err, fields)
		return
	}
	c.Debug(msg, fields.Add(watermill.LogFields{"error": err}))
}

// With keeps calm.
func (c calmer) With(fields watermill.LogFields) watermill.LoggerAdapter {
	return calmer{c.LoggerAdapter.With(fields), c.told}
}

func (t *told) due(complaint string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.last) >= mostComplaints {
		clear(t.last)
	}
	last, before := t.last[complaint]
	if before && time.Since(last) < often {
		return false
	}
	t.last[complaint] = time.Now()
	return true
}
