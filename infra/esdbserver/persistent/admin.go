package persistent

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"soin/domain/event"
)

// Create makes a group, durably. It fails with ErrExists, ErrTooMany or what breaks a rule.
func (g *Groups) Create(ctx context.Context, name Name, config Config) error {
	if err := cmp.Or(name.validate(), config.validate(), g.load(ctx)); err != nil {
		return err
	}
	g.admin.Lock()
	defer g.admin.Unlock()
	groups := g.copy()
	for other := range groups {
		// So are, to the stream of parked events, "a::b" of c and "a" of b::c.
		if other.ParkedStream() == name.ParkedStream() {
			return ErrExists
		}
	}
	st, err := g.begin(ctx, name, config.Start)
	if err != nil {
		return err
	}
	e := entry{name, uuid.NewString()}
	one := g.group(e, g.cellOf(e), record{config, st})
	groups[name] = one
	if len(groups) > MaxGroups {
		return ErrTooMany
	}
	if err := one.store(ctx, st); err != nil {
		return err
	}
	return g.writeIndex(ctx, groups)
}

func (g *Groups) copy() map[Name]*group {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return maps.Clone(g.groups)
}

// begin is the state of a new group. Events that another one of this name had parked are not
// its own.
func (g *Groups) begin(ctx context.Context, name Name, start Start) (State, error) {
	st := State{Mark: max(name.before(), start.At-1)}
	var err error
	if start.End {
		if st.Mark, err = g.source.End(ctx, name.Stream); err != nil {
			return st, err
		}
	}
	for r, err := range g.books.Stream(ctx, name.ParkedStream(), 0) {
		if err != nil {
			return st, err
		}
		st.Parked.First = r.Revision + 1
	}
	return st, nil
}

// Update gives a group other settings; its consumers are dropped. It goes on where it is,
// wherever the new settings begin, so that nothing is lost; its filter stays, too.
func (g *Groups) Update(ctx context.Context, name Name, settings Settings, start Start) error {
	if err := settings.validate(); err != nil {
		return err
	}
	if _, err := g.find(ctx, name); err != nil {
		return err
	}
	g.admin.Lock()
	defer g.admin.Unlock()
	groups := g.copy()
	old := groups[name]
	if old == nil {
		return ErrMissing
	}
	old.close(ErrDropped)
	config := Config{settings, start, old.config.Filter}
	old.mu.Lock()
	st := old.dispatcher.state()
	old.mu.Unlock()
	e := entry{name, old.id}
	stored := g.group(e, g.cellOf(e), record{config, st}).store(ctx, st)
	// Whatever is in the books now is what counts.
	opened, err := g.open(ctx, e)
	if err != nil {
		g.mu.Lock()
		g.loaded = false
		g.mu.Unlock()
		return cmp.Or(stored, err)
	}
	g.mu.Lock()
	groups[name] = opened
	g.groups = groups
	g.mu.Unlock()
	return g.unload(stored)
}

// Delete removes a group; its consumers are dropped. What it had parked is not shown any more.
func (g *Groups) Delete(ctx context.Context, name Name) error {
	if _, err := g.find(ctx, name); err != nil {
		return err
	}
	g.admin.Lock()
	defer g.admin.Unlock()
	groups := g.copy()
	one := groups[name]
	if one == nil {
		return ErrMissing
	}
	delete(groups, name)
	if err := g.writeIndex(ctx, groups); err != nil {
		return err
	}
	one.close(ErrDropped)
	return one.cell.clear(ctx)
}

// Join adds a consumer to a group. It fails with ErrMissing or ErrFull.
func (g *Groups) Join(ctx context.Context, name Name, p Peer) (*Consumer, error) {
	one, err := g.find(ctx, name)
	if err != nil {
		return nil, err
	}
	return one.join(p)
}

// Replay has a group's parked events sent again: those before stop in their stream, or all
// that are there now when it is negative. They stay parked until they are done.
func (g *Groups) Replay(ctx context.Context, name Name, stop event.Revision) error {
	one, err := g.find(ctx, name)
	if err != nil {
		return err
	}
	one.askReplay(stop)
	return nil
}

// Info tells of one group.
func (g *Groups) Info(ctx context.Context, name Name) (Info, error) {
	one, err := g.find(ctx, name)
	if err != nil {
		return Info{}, err
	}
	return one.info(ctx)
}

// List tells of the groups of a stream, or of all groups when it is empty, in order of their
// names.
func (g *Groups) List(ctx context.Context, stream string) ([]Info, error) {
	if err := g.load(ctx); err != nil {
		return nil, err
	}
	var infos []Info
	for name, one := range g.copy() {
		if stream != "" && name.Stream != stream {
			continue
		}
		i, err := one.info(ctx)
		if err != nil {
			return nil, err
		}
		infos = append(infos, i)
	}
	slices.SortFunc(infos, func(a, b Info) int {
		return cmp.Or(cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Group, b.Group))
	})
	return infos, nil
}
