package vault

import (
	"context"
	"errors"
	"fmt"

	"soin/domain/event"
)

// Erase destroys the stream of a member; see [Vault.Erase]. When it returns without an
// error, this process has forgotten the key, and so have the others as soon as the store has
// told them.
func (s *Shared) Erase(ctx context.Context, member string) (pseudonym string, known bool, err error) {
	if err := s.catchUp(ctx); err != nil {
		return "", false, fmt.Errorf("vault: %w", err)
	}
	handles := s.handlesOf(Member(member))
	if handles == nil {
		return "", false, nil
	}
	err = s.append(ctx, erasedStream, event.Any, erased, gone{handles})
	if err == nil {
		err = s.discard(ctx, handles)
	}
	if err == nil {
		err = s.catchUp(ctx)
	}
	if err != nil {
		return "", false, fmt.Errorf("vault: %w", err)
	}
	return memberPrefix + handles[0], true, nil
}

// handlesOf are the handles of a member, the one in use first, nil for nobody.
func (s *Shared) handlesOf(n Name) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	mark := string(s.keys.markOf(n))
	if handle, ok := n.handle(); ok && s.members.marks[handle] != "" {
		mark = s.members.marks[handle]
	}
	p := s.members.byMark[mark]
	if p == nil {
		return nil
	}
	return append([]string{p.handle}, s.members.losers[mark]...)
}

// discard deletes the streams of handles that are of no use any more.
func (s *Shared) discard(ctx context.Context, handles []string) error {
	for _, handle := range handles {
		err := s.store.Delete(ctx, streamOf(handle), event.Any)
		if err != nil && !errors.Is(err, event.ErrStreamDeleted) {
			return err
		}
	}
	return nil
}
