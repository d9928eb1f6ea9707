package rule_test

import (
	"slices"
	"testing"

	"soin/domain/rule"
)

func TestSortedIDsNameEachOnceInOneOrder(t *testing.T) {
	for _, c := range []struct {
		ids    []string
		broken []string
	}{
		{[]string{"a"}, nil}, {[]string{"a", "b", "c"}, nil}, {[]string{"a", "b", "c", "d"}, []string{"t"}},
		{nil, []string{"t"}}, {[]string{"b", "a"}, []string{"t"}}, {[]string{"a", "a"}, []string{"t"}},
		{[]string{"", "a"}, []string{"t[0]"}}, {[]string{"b", " "}, []string{"t", "t[1]"}},
	} {
		if got := paths(t, rule.SortedIDs("t", c.ids, 3)); !slices.Equal(got, c.broken) {
			t.Errorf("%q breaks %q, want %q", c.ids, got, c.broken)
		}
	}
}
