package graph

import (
	"encoding/base64"
	"slices"
	"strings"

	"soin/domain/rule"
)

// maxPage is the most objects one page may hold.
const maxPage = 5000

// PageInfo tells how to go on.
type PageInfo struct {
	HasNextPage bool
	EndCursor   *string
}

// page cuts the part after a cursor out of a list sorted by key. The cursor holds the
// key of the last object, so a page stays right when objects appear or vanish before it.
func page[T any](all []T, first int, after *string, key func(T) string) ([]T, PageInfo, error) {
	if err := rule.Between("first", first, 1, maxPage); err != nil {
		return nil, PageInfo{}, err
	}
	if after != nil {
		last, err := base64.RawURLEncoding.DecodeString(*after)
		if err != nil {
			return nil, PageInfo{}, rule.Break("after", *after, "must be an endCursor of an earlier page")
		}
		i, found := slices.BinarySearchFunc(all, string(last), func(t T, k string) int {
			return strings.Compare(key(t), k)
		})
		if found {
			i++
		}
		all = all[i:]
	}
	info := PageInfo{HasNextPage: len(all) > first}
	nodes := all[:min(first, len(all))]
	if len(nodes) > 0 {
		cursor := base64.RawURLEncoding.EncodeToString([]byte(key(nodes[len(nodes)-1])))
		info.EndCursor = &cursor
	}
	return nodes, info, nil
}
