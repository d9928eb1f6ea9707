package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"soin/infra/problem"
)

const (
	maxAdvice  = 16 // unknown types of one call that are compared with the known ones
	maxNearest = 3  // known types that are named in an answer
	maxTypo    = 6  // letters to add, drop or change
	maxAdvised = 80 // bytes of a type that is compared
)

// unknown refuses a type and names the known ones that come nearest. Comparing takes
// time, so one call gets advice for a limited number of them.
func (a *admission) unknown(wireType string) error {
	var nearest []string
	if a.advice > 0 && len(wireType) <= maxAdvised {
		a.advice--
		nearest = a.door.nearest(wireType)
	}
	if len(nearest) == 0 {
		return refuse(problem.UnknownType, "type %q is not known here", wireType)
	}
	return refuse(problem.UnknownType, "type %q is not known here; the nearest ones are %s",
		wireType, strings.Join(nearest, ", "))
}

func (d *Door) nearest(wireType string) []string {
	type candidate struct {
		wireType string
		typos    int
	}
	var candidates []candidate
	for _, known := range d.types {
		if typos := levenshtein.ComputeDistance(wireType, known); typos <= maxTypo {
			candidates = append(candidates, candidate{known, typos})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.typos, b.typos) })
	var names []string
	for _, c := range candidates[:min(len(candidates), maxNearest)] {
		names = append(names, c.wireType)
	}
	return names
}
