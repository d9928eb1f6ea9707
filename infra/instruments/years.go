package instruments

import (
	"fmt"
	"strconv"
	"strings"
)

// Years is a set of years: "2009, 2011-2020".
type Years []span

type span struct{ from, to int }

func parseYears(s string) (Years, error) {
	var years Years
	for part := range strings.SplitSeq(s, ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		if !ranged {
			last = first
		}
		from, err1 := year(first)
		to, err2 := year(last)
		if err1 != nil || err2 != nil || from > to {
			return nil, fmt.Errorf(`must be years like "2009, 2011-2020"`)
		}
		years = append(years, span{from, to})
	}
	return years, nil
}

// year reads a year a fact may have happened in.
func year(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1900 || n >= 2200 {
		return 0, fmt.Errorf("must be a year between 1900 and 2199")
	}
	return n, nil
}

// Has holds for the years of the set.
func (y Years) Has(year int) bool {
	for _, s := range y {
		if s.from <= year && year <= s.to {
			return true
		}
	}
	return false
}

// meets holds for sets with a year in common.
func (y Years) meets(other Years) bool {
	for _, s := range y {
		for _, o := range other {
			if s.from <= o.to && o.from <= s.to {
				return true
			}
		}
	}
	return false
}
