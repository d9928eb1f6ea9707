package cursorstream

import (
	"context"
	"errors"

	"soin/domain/event"
	"soin/infra/bus/cursor"
)

// replace puts a record into the next generation and deletes the old stream, which is the
// moment at which it counts. Whoever appends to the old stream in between makes the delete
// fail; what then stands in the next one is no record until its turn comes.
func (t *Table) replace(ctx context.Context, name string, at spot, r cursor.Record) (cursor.Version, error) {
	next := spot{at.generation + 1, 0}
	_, next, err := t.read(ctx, name, next)
	if errors.Is(err, event.ErrStreamDeleted) {
		return 0, cursor.ErrMoved
	}
	if err != nil {
		return 0, err
	}
	version, err := t.append(ctx, name, next, r)
	if err != nil {
		return 0, err
	}
	err = t.store.Delete(ctx, stream(name, at.generation), at.revision)
	if _, late := errors.AsType[*event.WrongRevisionError](err); late || errors.Is(err, event.ErrStreamDeleted) {
		t.remember(name, at)
		return 0, cursor.ErrMoved
	}
	return version, err
}

// find looks for the generation that counts, the first one that is not deleted, at or
// behind a place. It doubles its steps, because a process that starts knows none.
func (t *Table) find(ctx context.Context, name string, at spot) (cursor.Record, spot, error) {
	r, found, err := t.read(ctx, name, at)
	if !errors.Is(err, event.ErrStreamDeleted) {
		return r, found, err
	}
	gone, step := at.generation, 1
	for {
		r, found, err = t.read(ctx, name, spot{generation: gone + step})
		if !errors.Is(err, event.ErrStreamDeleted) {
			break
		}
		gone, step = gone+step, step*2
	}
	for there := gone + step; err == nil && there-gone > 1; {
		middle := gone + (there-gone)/2
		var between cursor.Record
		var place spot
		between, place, err = t.read(ctx, name, spot{generation: middle})
		switch {
		case errors.Is(err, event.ErrStreamDeleted):
			gone, err = middle, nil
		default:
			there, r, found = middle, between, place
		}
	}
	return r, found, err
}
