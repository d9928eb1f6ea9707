// Package registry knows which organisations there were, under which names in which years,
// and what became of them: a list of organisations and a log of successions, as an
// instrument file says they are called.
//
// An organisation that goes on under another id of the registry is one organisation here,
// under the oldest of its ids. Whatever a row says that cannot be used is kept with the
// reason. A registry is immutable and safe for concurrent use.
package registry

import (
	"fmt"
	"slices"

	"soin/domain/calendar"
	"soin/infra/instruments/typography"
)

// Registry is what one folder says.
type Registry struct {
	First, Last int // years it speaks of
	Unusable    []Unusable

	organisations []*Organisation // by id
	byID          map[string]*Organisation
	names         []name
	exact         map[string][]int // indexes into names
	typographic   map[string][]int
}

// Organisation is one organisation for as long as it went on.
type Organisation struct {
	ID           string
	Names        []Name // in the order of the registry
	First, Last  int    // years
	End          *End   // nil while it goes on
	Predecessors []*Organisation
}

// Name is what an organisation was called in some years.
type Name struct {
	Text     string
	From, To int
}

// End is what became of an organisation.
type End struct {
	On    calendar.Date
	Into  []string // ids of what it became, sorted; none when it was dissolved
	Split bool     // it became several, or a part of it was carved out
}

// Unusable is a row that says nothing that can be used.
type Unusable struct {
	File   string
	Line   int
	Reason string
}

func (u Unusable) String() string { return fmt.Sprintf("%s:%d: %s", u.File, u.Line, u.Reason) }

type name struct {
	Name
	of *Organisation
}

// FirstName is what it was called when it began.
func (o *Organisation) FirstName() string {
	i := slices.IndexFunc(o.Names, func(n Name) bool { return n.From == o.First })
	return o.Names[i].Text
}

// FormedOn is the first day of its first year.
func (o *Organisation) FormedOn() calendar.Date { return newYear(o.First) }

// Organisation is the one that an id stands for, whether or not it is its oldest.
func (r *Registry) Organisation(id string) (*Organisation, bool) {
	o, found := r.byID[id]
	return o, found
}

// Organisations lists them by id.
func (r *Registry) Organisations() []*Organisation { return slices.Clone(r.organisations) }

// How tells by what a name was found.
type How int

// The ways to find a name, best first.
const (
	NotFound   How = iota
	Exact          // as it is written, in a year it was borne
	Typography     // with another typography, in a year it was borne
	OtherYear      // in a year it was not borne
)

// mostBearers bounds how many organisations of one name are told.
const mostBearers = 5

// Find looks a name up for a year. When it stands for several organisations, they (or the
// first five) come back and none is chosen.
func (r *Registry) Find(text string, year int) (How, []*Organisation) {
	key := typography.Key(text)
	for _, try := range []struct {
		how    How
		among  []int
		inYear bool
	}{
		{Exact, r.exact[text], true}, {Typography, r.typographic[key], true},
		{OtherYear, r.exact[text], false}, {OtherYear, r.typographic[key], false},
	} {
		if found := r.bearers(try.among, year, try.inYear); len(found) > 0 {
			return try.how, found
		}
	}
	return NotFound, nil
}

func (r *Registry) bearers(among []int, year int, inYear bool) []*Organisation {
	var found []*Organisation
	for _, i := range among {
		if len(found) == mostBearers {
			break
		}
		n := r.names[i]
		if (!inYear || n.From <= year && year <= n.To) && !slices.Contains(found, n.of) {
			found = append(found, n.of)
		}
	}
	return found
}
