package vault

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"soin/domain/event"
)

// Shared is the vault of several processes, kept in an [event.Store] of its own: a stream
// for each person, named by the handle and sealed by the key-encryption key that all of
// them hold. It promises what the [Vault] does, and:
//
//   - Of two processes that meet a member at the same time, the one whose row comes first
//     in the store is believed by both.
//   - Who was erased is nobody in every process, in the others as soon as the store has
//     told them. The stream is deleted with what it held; how long its bytes stay on the
//     store's disks is the store's to say (EventStoreDB: until it is scavenged).
//
// Members are kept in memory, some 300 bytes each; subjects are looked up and the last ones
// remembered. A Shared is safe for concurrent use. It is made by [OpenShared].
type Shared struct {
	store event.Store
	keys  subkeys
	clock func() time.Time
	stop  context.CancelFunc
	done  chan struct{} // closed when nothing is followed any more

	mu       sync.Mutex // guards what follows
	members  roll
	subjects *recent
	position event.Position // up to which the roll is told
	err      error          // why it is not told any further
}

// OpenShared reads who is known from a store and follows it from there until it is closed.
// A key that is not the one the store was first opened with is a [*KeyError].
func OpenShared(ctx context.Context, store event.Store, key Key, clock func() time.Time) (*Shared, error) {
	keys, err := key.subkeys()
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	s := &Shared{
		store: store, keys: keys, clock: clock, done: make(chan struct{}),
		members: newRoll(), subjects: newRecent(remembered),
	}
	if err := s.prepare(ctx); err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	go s.follow(following)
	return s, nil
}

func (s *Shared) prepare(ctx context.Context) error {
	if err := s.checkSign(ctx); err != nil {
		return err
	}
	if err := s.catchUp(ctx); err != nil {
		return err
	}
	_, err := s.discard(ctx, s.members.strays())
	return err
}

// catchUp takes in everything that the store holds now.
func (s *Shared) catchUp(ctx context.Context) error {
	return s.takeAll(s.store.All(ctx, s.told()))
}

// told is the position up to which the roll is told.
func (s *Shared) told() event.Position {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.position
}

func (s *Shared) takeAll(events iter.Seq2[event.RawRecorded, error]) error {
	for r, err := range events {
		if err == nil {
			err = s.take(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// follow takes in what is told of persons, by whatever process, until s is closed. What it
// cannot take in makes the vault useless, and is tried again.
func (s *Shared) follow(ctx context.Context) {
	defer close(s.done)
	for wait := shortest; ctx.Err() == nil; wait = min(2*wait, longest) {
		err := s.catchUp(ctx)
		if err == nil {
			s.fail(nil)
			wait = shortest
			err = s.takeAll(s.store.Follow(ctx, s.told()))
		}
		s.fail(err)
		_ = pause(ctx, wait)
	}
	s.fail(errClosed)
}

func (s *Shared) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

// take folds one event of the store into the roll, unless another reader was faster.
func (s *Shared) take(r event.RawRecorded) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Position > s.position {
		if err := s.members.fold(s.keys, r); err != nil {
			return err
		}
		s.position = r.Position
	}
	return nil
}

// Persons tells who is meant by each name, in order, and makes those up that are new. It
// gives nil for a handle the vault does not know.
func (s *Shared) Persons(ctx context.Context, names []Name) ([]*Person, error) {
	if err := errors.Join(ctx.Err(), s.Health()); err != nil {
		return nil, err
	}
	persons := make([]*Person, len(names))
	for i, n := range names {
		p, err := s.person(ctx, n)
		if err != nil {
			return nil, fmt.Errorf("vault: %w", err)
		}
		persons[i] = p
	}
	return persons, nil
}

func (s *Shared) person(ctx context.Context, n Name) (*Person, error) {
	if n.kind == ofSubject {
		return s.subject(ctx, n)
	}
	handle, ok := n.handle()
	if !ok {
		return s.member(ctx, n)
	}
	p, err := s.byHandle(ctx, handle)
	switch {
	case p != nil || err != nil:
		return p, err
	case n.kind == ofHandle:
		return s.subjectOf(ctx, handle)
	}
	return s.member(ctx, n)
}

// byHandle is the member of a handle, whichever process made it, also one who was erased.
func (s *Shared) byHandle(ctx context.Context, handle string) (*Person, error) {
	if p := s.known(handle); p != nil {
		return p, nil
	}
	err := s.catchUp(ctx)
	return s.known(handle), err
}

func (s *Shared) known(handle string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.members.byHandle[handle]
}

// Health is nil while it is known what the store tells of persons.
func (s *Shared) Health() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Open gives the text that stands sealed at a place; see [Vault.Open].
func (s *Shared) Open(ctx context.Context, at Place, sealed string) (string, error) {
	return openSealed(ctx, s, at, sealed)
}

// Close ends the following. The store stays the caller's to close.
func (s *Shared) Close() error {
	s.stop()
	<-s.done
	return nil
}
