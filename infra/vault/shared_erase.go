package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"soin/domain/event"
)

// Erase destroys the stream of a member; see [Vault.Erase]. When it returns without an
// error, this process has forgotten the key, and so have the others as soon as the store has
// told them. After an error, erasing again goes on where it stopped.
func (s *Shared) Erase(ctx context.Context, member string) (pseudonym string, known bool, err error) {
	pseudonym, known, err = s.erase(ctx, Member(member))
	if err != nil {
		return "", false, fmt.Errorf("vault: %w", err)
	}
	return pseudonym, known, nil
}

func (s *Shared) erase(ctx context.Context, n Name) (pseudonym string, known bool, err error) {
	if err := errors.Join(ctx.Err(), s.Health()); err != nil {
		return "", false, err
	}
	if err := s.catchUp(ctx); err != nil {
		return "", false, err
	}
	s.mu.Lock()
	standing, leaving := s.members.of(s.keys, n)
	all := slices.Concat(standing, leaving)
	s.mu.Unlock()
	if len(standing) > 0 {
		if _, err := s.record(ctx, erasedStream, event.Any, erased, gone{standing}); err != nil {
			return "", false, err
		}
	}
	deleted, err := s.discard(ctx, all)
	if err == nil {
		err = s.catchUp(ctx)
	}
	if err != nil || deleted == 0 {
		return "", false, err
	}
	return memberPrefix + all[0], true, nil
}

// discard deletes the streams of handles that are of no use any more, and tells how many
// were there.
func (s *Shared) discard(ctx context.Context, handles []string) (deleted int, err error) {
	for _, handle := range handles {
		err := s.store.Delete(ctx, streamOf(handle), event.StreamExists)
		switch wrong := (*event.WrongRevisionError)(nil); {
		case err == nil:
			deleted++
		case !errors.Is(err, event.ErrStreamDeleted) && !errors.As(err, &wrong):
			return deleted, err
		}
	}
	return deleted, nil
}
