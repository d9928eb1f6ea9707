package esdbserver

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc/peer"
)

// guesses tells the operator of passwords that were wrong: of the first one from an origin at
// once, and then, as long as there are more, once in each guessesTold, how many. Beyond
// maxGuessers origins the others share their lines, so that nobody fills the disk. It is safe
// for concurrent use.
type guesses struct {
	log    *slog.Logger
	mu     sync.Mutex
	from   map[string]*guesser // by origin; the others are under ""
	total  int
	closed bool
}

// guesser is an origin of which a line was written not long ago.
type guesser struct {
	untold int
	last   slog.Attr
	tell   *time.Timer
}

func newGuesses(log *slog.Logger) *guesses {
	return &guesses{log: log, from: map[string]*guesser{}}
}

// wrong notes a password that was wrong. The name is told as it was given, within bounds.
func (g *guesses) wrong(ctx context.Context, name string) {
	address, from := "unknown", ""
	if p, ok := peer.FromContext(ctx); ok {
		address, from = p.Addr.String(), origin(p.Addr)
	}
	told := slog.GroupAttrs("login", slog.String("user", boundedName(name)), slog.String("address", address))
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return
	}
	g.total++
	if _, known := g.from[from]; !known && len(g.from) >= maxGuessers {
		from = ""
	}
	if one, known := g.from[from]; known {
		one.untold, one.last = one.untold+1, told
		return
	}
	g.from[from] = &guesser{tell: time.AfterFunc(guessesTold, func() { g.tellRest(from) })}
	g.log.LogAttrs(context.WithoutCancel(ctx), slog.LevelWarn, "a password was wrong", told, slog.Int("since the start", g.total))
}

// tellRest tells how many there were since the last line, and forgets an origin of which there
// was none.
func (g *guesses) tellRest(from string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	one, known := g.from[from]
	if !known || g.closed {
		return
	}
	if one.untold == 0 {
		delete(g.from, from)
		return
	}
	g.say(one)
	one.tell.Reset(guessesTold)
}

func (g *guesses) say(one *guesser) {
	g.log.LogAttrs(context.Background(), slog.LevelWarn, "more passwords were wrong: the last one is shown",
		slog.Int("more", one.untold), one.last, slog.Int("since the start", g.total))
	one.untold = 0
}

// close tells what is untold, and then says nothing more.
func (g *guesses) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	for _, one := range g.from {
		one.tell.Stop()
		if one.untold > 0 {
			g.say(one)
		}
	}
	clear(g.from)
}

// boundedName is a name that no line of a log is broken or filled by.
func boundedName(name string) string {
	if len(name) > maxUserName {
		name = strings.ToValidUTF8(name[:maxUserName], "") + "…"
	}
	return strconv.Quote(name)
}

func (g *guesses) sinceStart() float64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return float64(g.total)
}

// Metrics counts the passwords that were wrong.
func (s *Server) Metrics() prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts{
		Namespace: "soin", Subsystem: "esdb", Name: "wrong_passwords_total",
		Help: "Logins of EventStoreDB clients that were refused because the password was wrong.",
	}, s.guesses.sinceStart)
}
