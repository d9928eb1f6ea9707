package stats

import (
	"cmp"
	"math"
	"slices"
)

// Reciprocity is how far the edges from -> to among n persons are returned: r is the share
// of them that are, and rho is r beyond what the density alone would give, 0 at chance
// (Garlaschelli & Loffredo 2004, PRL 93:268701). A person is a number 0..n-1. Repeated
// edges count once; edges to oneself or to nobody do not count. r is NaN without an edge,
// and rho also when everybody is linked to everybody.
func Reciprocity(edges [][2]int, n int) (r, rho float64) {
	byPersons := func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }
	links := slices.Clone(edges)
	links = slices.DeleteFunc(links, func(e [2]int) bool {
		return e[0] == e[1] || min(e[0], e[1]) < 0 || max(e[0], e[1]) >= n
	})
	slices.SortFunc(links, byPersons)
	links = slices.Compact(links)
	if len(links) == 0 {
		return math.NaN(), math.NaN()
	}
	returned := 0
	for _, e := range links {
		if _, found := slices.BinarySearchFunc(links, [2]int{e[1], e[0]}, byPersons); found {
			returned++
		}
	}
	r = float64(returned) / float64(len(links))
	density := float64(len(links)) / (float64(n) * float64(n-1))
	if density == 1 {
		return r, math.NaN()
	}
	return r, (r - density) / (1 - density)
}
