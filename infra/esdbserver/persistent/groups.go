package persistent

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"soin/domain/event"
)

// Groups is all persistent subscriptions of a server. It is safe for concurrent use.
type Groups struct {
	books  event.Store
	source Source
	links  LinkForm
	log    *slog.Logger

	admin sync.Mutex // held by what changes which groups there are; it guards what follows
	index *cell

	mu     sync.RWMutex // guards what follows, and is never held while a store works
	groups map[Name]*group
	loaded bool // from the books
	closed bool
}

// New makes the persistent subscriptions of these books. They are read when somebody first
// asks. The books stay the caller's to close, after [Groups.Close].
func New(books event.Store, source Source, links LinkForm, log *slog.Logger) *Groups {
	return &Groups{books: books, source: source, links: links, log: log, index: newCell(books, "persistent-groups"), groups: map[Name]*group{}}
}

// load reads the books if that is not done, or if another server has written them.
func (g *Groups) load(ctx context.Context) error {
	if loaded, err := g.isLoaded(); loaded || err != nil {
		return err
	}
	g.admin.Lock()
	defer g.admin.Unlock()
	if loaded, err := g.isLoaded(); loaded || err != nil {
		return err
	}
	return g.reload(ctx)
}

func (g *Groups) isLoaded() (bool, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.closed {
		return false, ErrClosed
	}
	for _, one := range g.groups {
		if one.fenced() {
			return false, nil
		}
	}
	return g.loaded, nil
}

// reload reads the books, after all groups were closed. The caller holds admin.
func (g *Groups) reload(ctx context.Context) error {
	g.closeAll(ErrDropped)
	data, err := g.index.read(ctx)
	if err != nil {
		return err
	}
	var in index
	if data != nil {
		if err := decode("the index of persistent subscriptions", data, &in); err != nil {
			return err
		}
	}
	groups := map[Name]*group{}
	for _, e := range in.Groups {
		if groups[e.Name], err = g.open(ctx, e); err != nil {
			return err
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.groups, g.loaded = groups, true
	return nil
}

// open reads a group.
func (g *Groups) open(ctx context.Context, e entry) (*group, error) {
	c := g.cellOf(e)
	data, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, fmt.Errorf("the books lack the persistent subscription %s", e.Name)
	}
	var r record
	if err := decode(e.String(), data, &r); err != nil {
		return nil, err
	}
	one := g.group(e, c, r)
	for p, err := range g.books.Stream(ctx, e.ParkedStream(), r.State.Parked.First) {
		if err != nil {
			return nil, err
		}
		one.dispatcher.ledger.add(p.Revision)
	}
	return one, nil
}

func (g *Groups) cellOf(e entry) *cell { return newCell(g.books, "persistent-group-"+e.ID) }

func (g *Groups) group(e entry, c *cell, r record) *group {
	now := time.Now()
	return &group{
		name: e.Name, id: e.ID, config: r.Config, source: g.source, books: g.books, links: g.links, log: g.log, cell: c,
		space: make(chan struct{}, 1), work: make(chan struct{}, 1), replays: make(chan struct{}, 1),
		dispatcher: newDispatcher(r.Config.Settings, r.State, now), begun: now,
	}
}

// find is a group, by its name.
func (g *Groups) find(ctx context.Context, name Name) (*group, error) {
	if err := g.load(ctx); err != nil {
		return nil, err
	}
	g.mu.RLock()
	defer g.mu.RUnlock()
	if one := g.groups[name]; one != nil {
		return one, nil
	}
	return nil, ErrMissing
}

// writeIndex makes durable which groups there are. The caller holds admin.
func (g *Groups) writeIndex(ctx context.Context, groups map[Name]*group) error {
	var in index
	for name, one := range groups {
		in.Groups = append(in.Groups, entry{name, one.id})
	}
	slices.SortFunc(in.Groups, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Group, b.Group))
	})
	data, err := encode("the index of persistent subscriptions", in)
	if err != nil {
		return err
	}
	if len(data) > event.MaxData || len(groups) > MaxGroups {
		return ErrTooMany
	}
	if err := g.index.write(ctx, data); err != nil {
		return g.unload(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.groups = groups
	return nil
}

// unload has the books read again after another server has written them.
func (g *Groups) unload(err error) error {
	if errors.Is(err, errFenced) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.loaded = false
	}
	return err
}

// closeAll ends all groups, side by side.
func (g *Groups) closeAll(why error) {
	g.mu.Lock()
	groups := g.groups
	g.groups, g.loaded = map[Name]*group{}, false
	g.mu.Unlock()
	var ending sync.WaitGroup
	for _, one := range groups {
		ending.Go(func() { one.close(why) })
	}
	ending.Wait()
}

// Restart ends all consumers and reads the books again.
func (g *Groups) Restart(ctx context.Context) error {
	g.admin.Lock()
	defer g.admin.Unlock()
	if _, err := g.isLoaded(); err != nil {
		return err
	}
	return g.reload(ctx)
}

// Release ends all consumers, and leaves the books to another server. They are read again when
// somebody asks this one.
func (g *Groups) Release() {
	g.admin.Lock()
	defer g.admin.Unlock()
	g.closeAll(ErrDropped)
}

// Close ends all consumers, after what they have done was written down.
func (g *Groups) Close() {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	g.admin.Lock()
	defer g.admin.Unlock()
	g.closeAll(ErrClosed)
}
