package esdbstore

import (
	"context"
	"errors"
	"io"
)

// collect hands what a reading gives to take, until take has enough or the reading ends.
// It begins the reading again, after the last item that take was given, as often as the
// connection is lost: reopen gives the rest.
func (s *supervisor) collect(ctx context.Context, reopen func() opener, take func(item) (more bool)) error {
	for a := (attempts{}); ; {
		err := s.collectOnce(ctx, reopen(), func(i item) bool {
			a.progress()
			return take(i)
		})
		if err == nil {
			return nil
		}
		if err := a.again(ctx, err); err != nil {
			return err
		}
	}
}

func (s *supervisor) collectOnce(ctx context.Context, open opener, take func(item) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	q, err := s.pump(ctx, open)
	var items []item
	for err == nil {
		if items, err = q.take(ctx, items); err == nil {
			for _, i := range items {
				if !take(i) {
					return nil
				}
			}
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
