package rule

import (
	"fmt"
	"slices"
)

// SortedIDs is 1 to most ids in rising order, none of them twice.
func SortedIDs(path string, ids []string, most int) error {
	twice := len(slices.Compact(slices.Clone(ids))) != len(ids)
	return All(
		Check(path, len(ids), len(ids) >= 1 && len(ids) <= most, fmt.Sprintf("must name 1 to %d", most)),
		Check(path, ids, !twice && slices.IsSorted(ids), "must be sorted, without naming one twice"),
		Each(path, ids, func(id string) error { return ID("", id) }),
	)
}
