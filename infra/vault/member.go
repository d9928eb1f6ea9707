package vault

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"soin/domain/event"
)

// member is the person of a name, made up where nobody knows one.
func (s *Shared) member(ctx context.Context, n Name) (*Person, error) {
	mark := s.keys.markOf(n)
	for {
		if p := s.byMark(mark); p != nil {
			return p, nil
		}
		handle := newHandle()
		receipt, err := s.put(ctx, s.keys.seal(mark, handle, newKey()))
		if err != nil {
			return nil, err
		}
		p, err := s.believed(ctx, mark, receipt.Position)
		if p != nil && p.handle != handle { // somebody was faster
			_, err = s.discard(ctx, []string{handle})
		}
		if p != nil || err != nil {
			return p, err
		}
	}
}

// believed waits until the roll tells of somebody with a mark. It is nil when the row at a
// position was met and is nobody's any more: erased in the same moment.
func (s *Shared) believed(ctx context.Context, mark []byte, at event.Position) (*Person, error) {
	for wait := shortest; ; wait = min(2*wait, longest) {
		if err := s.catchUp(ctx); err != nil {
			return nil, err
		}
		if p := s.byMark(mark); p != nil || s.told() >= at {
			return p, nil
		}
		if err := pause(ctx, wait); err != nil { // a follower of the cluster may lag behind
			return nil, err
		}
	}
}

// Pauses before another look.
const (
	shortest = 5 * time.Millisecond
	longest  = time.Second
)

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Shared) byMark(mark []byte) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.members.byMark[string(mark)]
}

// subject is the key of what a fact is about. Its handle follows from the name, so that
// whoever comes first makes the stream and all others find it.
func (s *Shared) subject(ctx context.Context, n Name) (*Person, error) {
	if p, ok := s.remembered(n); ok {
		return p, nil
	}
	handle := s.keys.subjectHandle(n)
	p, err := s.subjectOf(ctx, handle)
	if err != nil || p != nil {
		return p, err
	}
	_, err = s.put(ctx, s.keys.seal(nil, handle, newKey()))
	var late *event.WrongRevisionError
	if err != nil && !errors.As(err, &late) {
		return nil, err
	}
	return s.subjectOf(ctx, handle)
}

// subjectOf is the one of a handle, nil when there is none.
func (s *Shared) subjectOf(ctx context.Context, handle string) (*Person, error) {
	n := Name{ofHandle, handle}
	if p, ok := s.remembered(n); ok {
		return p, nil
	}
	for r, err := range s.store.Stream(ctx, streamOf(handle), 0) {
		var w row
		if err == nil {
			w, err = readRow(r)
		}
		if err != nil {
			return nil, err
		}
		if len(w.Mark) > 0 {
			return nil, nil //nolint:nilnil // a member is told by the roll, or is not known yet
		}
		p, err := s.keys.open(w)
		if err != nil {
			return nil, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.subjects.put(n, p)
		return p, nil
	}
	return nil, nil //nolint:nilnil // nobody, as documented
}

func (s *Shared) remembered(n Name) (*Person, bool) {
	if n.kind == ofSubject {
		n = Name{ofHandle, s.keys.subjectHandle(n)}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.subjects.get(n)
}

// put begins the stream of a person. It returns when the row is durable.
func (s *Shared) put(ctx context.Context, w row) (event.Receipt, error) {
	return s.record(ctx, streamOf(w.Handle), event.NoStream, kept, w)
}

func (s *Shared) record(
	ctx context.Context, stream string, expected event.Revision, name string, content any,
) (event.Receipt, error) {
	data, err := json.Marshal(content)
	if err != nil {
		return event.Receipt{}, err
	}
	receipts, err := s.store.Append(ctx, stream, expected, []event.Raw{{
		Envelope: event.Envelope{Source: "urn:soin:vault", ID: rand.Text(), Time: s.clock().UTC()},
		Name:     name, Version: 1, Data: data,
	}})
	if err != nil {
		return event.Receipt{}, err
	}
	return receipts[0], nil
}

// checkSign sees that the key is the one that the store was first opened with.
func (s *Shared) checkSign(ctx context.Context) error {
	type sign struct {
		Sign []byte `json:"sign"`
	}
	_, err := s.record(ctx, signStream, event.NoStream, opened, sign{s.keys.sign})
	var there *event.WrongRevisionError
	if err == nil || !errors.As(err, &there) {
		return err
	}
	for r, err := range s.store.Stream(ctx, signStream, 0) {
		var was sign
		if err == nil {
			err = json.Unmarshal(r.Data, &was)
		}
		if err != nil {
			return fmt.Errorf("the key's sign: %w", err)
		}
		if string(was.Sign) != string(s.keys.sign) {
			return &KeyError{"the store's vault was sealed with another key than the one in the key file"}
		}
		break
	}
	return nil
}

func newKey() []byte {
	key := make([]byte, keyLength)
	_, _ = rand.Read(key) // never fails, as documented
	return key
}
