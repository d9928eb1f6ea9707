package event

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Catalog is every event type there is, by context. It is immutable and safe for
// concurrent use.
type Catalog struct {
	unmarshal Unmarshal
	types     map[string]Type
	contexts  map[string]Context // by event name
}

// NewCatalog lists the contexts. Unmarshal is the JSON decoder to use; it must read
// what encoding/json reads. A name listed twice panics: it is a mistake in the list.
func NewCatalog(unmarshal Unmarshal, contexts ...Context) *Catalog {
	c := &Catalog{unmarshal: unmarshal, types: map[string]Type{}, contexts: map[string]Context{}}
	for _, ctx := range contexts {
		for _, t := range ctx.Types() {
			if _, taken := c.types[t.Name()]; taken {
				panic(fmt.Sprintf("event type %q is listed twice", t.Name()))
			}
			c.types[t.Name()] = t
			c.contexts[t.Name()] = ctx
		}
	}
	return c
}

// Types lists the event types by name.
func (c *Catalog) Types() []Type {
	return slices.SortedFunc(maps.Values(c.types), func(a, b Type) int { return strings.Compare(a.Name(), b.Name()) })
}

// Context is the one that judges events of this name.
func (c *Catalog) Context(name string) (Context, bool) {
	ctx, ok := c.contexts[name]
	return ctx, ok
}

// Decode reads a payload as an event. It fails with [*UnknownTypeError] or
// [*MalformedError].
func (c *Catalog) Decode(name string, version int, data []byte) (Event, error) {
	t, ok := c.types[name]
	if !ok {
		return nil, &UnknownTypeError{Name: name, Version: version}
	}
	return t.Decode(c.unmarshal, version, data)
}

// recorded types a stored event: [Unknown] for names it does not hold, a
// [*CorruptError] for bytes that are not what was stored.
func (c *Catalog) recorded(r RawRecorded) (Recorded, error) {
	out := Recorded{Envelope: r.Envelope, Place: r.Place}
	t, ok := c.types[r.Name]
	if !ok || r.Version > t.Version() {
		out.Event = Unknown{Raw: r.Raw}
		return out, nil
	}
	e, err := t.Decode(c.unmarshal, r.Version, r.Data)
	if err != nil {
		return out, &CorruptError{Place: r.Place, Err: err}
	}
	out.Event = e
	return out, nil
}
