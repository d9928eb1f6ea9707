package esdbstore

import (
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// grace is how long those who use a client that was replaced may go on, before it is
// closed under them.
const grace = time.Second

// session is one client of the library, from the first answer of a server until it is of
// no use any more, and those who use it.
type session struct {
	client *esdb.Client

	mu      sync.Mutex
	users   int
	retired bool
	closed  bool
}

// enter counts one more user, unless the session has had its time.
func (s *session) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.retired {
		return false
	}
	s.users++
	return true
}

func (s *session) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users--; s.users == 0 && s.retired {
		s.close()
	}
}

// retire lets nobody in any more and closes the client when its last user has left, and
// after grace in any case. It must be soon, because a client that finds a new connection
// by itself forgets to close the one before.
func (s *session) retire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.retired:
		return
	case s.users == 0:
		s.close()
	default:
		time.AfterFunc(grace, s.cutOff)
	}
	s.retired = true
}

// cutOff closes the client under those who wait in it, and frees them so: they panic, and
// are caught. Only a dead client has such.
func (s *session) cutOff() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.close()
}

func (s *session) close() {
	if !s.closed {
		s.closed = true
		_ = s.client.Close() // never fails
	}
}
