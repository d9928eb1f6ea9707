package esdbstore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// supervisor owns the client: it makes one when somebody needs it, in one attempt at a
// time whoever waits, and replaces it when it is dead or its connection is lost.
type supervisor struct {
	config *esdb.Configuration
	logger *slog.Logger
	over   <-chan struct{} // closed when the cluster is
	slots  chan struct{}   // one for each call under way
	under  sync.WaitGroup  // calls and attempts under way

	mu      sync.Mutex
	current *session
	attempt *attempt // under way when there is no current session
	ended   bool
}

// attempt is a search for a server that answers, which ends when there is one.
type attempt struct {
	done chan struct{}
	last atomic.Pointer[error]
}

// mostCalls is how many calls and sequences may be under way at once, those included
// that were given up by their callers and have not ended yet.
const mostCalls = 1024

func newSupervisor(config *esdb.Configuration, over <-chan struct{}, logger *slog.Logger) *supervisor {
	return &supervisor{config: config, logger: logger, over: over, slots: make(chan struct{}, mostCalls)}
}

// session is one that works as far as is known. The caller gives it back by leave.
func (s *supervisor) session(ctx context.Context) (*session, error) {
	for {
		found, under, err := s.find()
		if found != nil || err != nil {
			return found, err
		}
		select {
		case <-under.done:
		case <-ctx.Done():
			if last := under.last.Load(); last != nil {
				return nil, unanswered(ended(ctx), *last)
			}
			return nil, unanswered(ended(ctx), errSilent)
		}
	}
}

// leave gives a session back.
func (s *supervisor) leave(used *session) {
	used.leave()
	s.under.Done()
}

// find is the current session, or the attempt to get one.
func (s *supervisor) find() (*session, *attempt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ended:
		return nil, nil, event.ErrClosed
	case s.current != nil && s.current.enter():
		s.under.Add(1)
		return s.current, nil, nil
	case s.attempt == nil:
		s.attempt = &attempt{done: make(chan struct{})}
		s.under.Add(1)
		go s.connect(s.attempt)
	}
	return nil, s.attempt, nil
}

// errSilent is all that is known of a server that takes connections and says nothing.
var errSilent = errors.New("it has said nothing yet")

// How soon the operator is told of a server that says nothing, and how often of one that
// does not answer, as long as there is nothing new to tell.
const (
	silence = 5 * time.Second
	remind  = 5 * time.Minute
)

// connect tries until a server answers or the cluster is closed.
func (s *supervisor) connect(a *attempt) {
	defer s.under.Done()
	defer close(a.done)
	const away = "the event store does not answer"
	silent := time.AfterFunc(silence, func() { s.logger.Warn(away, "error", errSilent) })
	defer silent.Stop()
	var told time.Time
	for p := (pauses{}); ; {
		client, err := s.dial()
		if err == nil {
			if a.last.Load() != nil {
				s.logger.Info("the event store answers again")
			}
			s.found(client)
			return
		}
		silent.Stop()
		if was := a.last.Swap(&err); was == nil || (*was).Error() != err.Error() || time.Since(told) >= remind {
			s.logger.Warn(away, "error", err)
			told = time.Now()
		}
		if !p.next(s.over) {
			return
		}
	}
}

func (s *supervisor) found(client *esdb.Client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current, s.attempt = &session{client: client}, nil
	if s.ended {
		s.current.retire()
	}
}

// dial makes a client and lets it find a server.
func (s *supervisor) dial() (*esdb.Client, error) {
	client, err := esdb.NewClient(s.config)
	if err != nil {
		return nil, err
	}
	version, err := guarded(client.GetServerVersion)
	if err == nil {
		err = supported(version)
	}
	if err != nil {
		_ = client.Close() // never fails
		return nil, err
	}
	s.logger.Debug("connected to the event store", "version", fmt.Sprintf("%d.%d.%d", version.Major, version.Minor, version.Patch))
	return client, nil
}

// supported refuses servers that do not say what is relied upon: positions of events in
// their streams (since 22.6), and that a subscription has caught up (since 23.10). A
// server that does not tell its version is believed.
func supported(v *esdb.ServerVersion) error {
	if v.Major != 0 && (v.Major < 23 || v.Major == 23 && v.Minor < 10) {
		return fmt.Errorf("the server's version is %d.%d.%d: 23.10 or newer is needed", v.Major, v.Minor, v.Patch)
	}
	return nil
}

// judge looks at what became of a call, and retires a session that is of no use any more.
func (s *supervisor) judge(used *session, err error) {
	if err == nil {
		return
	}
	f := faultOf(err)
	if f != lost && f != dead {
		return
	}
	s.mu.Lock()
	if s.current == used {
		s.current = nil
		s.logger.Info("the connection to the event store is lost, and is made anew", "error", err)
	}
	s.mu.Unlock()
	used.retire()
}

// close gives out no session any more, and ends the current one.
func (s *supervisor) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.current != nil {
		s.current.retire()
		s.current = nil
	}
}
