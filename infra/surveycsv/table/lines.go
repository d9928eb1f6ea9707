package table

import "strings"

// separators are what may stand between two cells.
const separators = ",;\t"

// separator is what stands most often in the first line that has any, outside quotes.
func separator(text string) byte {
	var counts [len(separators)]int
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n' && counts != [len(separators)]int{}:
			return most(counts)
		default:
			if k := strings.IndexByte(separators, c); k >= 0 {
				counts[k]++
			}
		}
	}
	return most(counts)
}

func most(counts [len(separators)]int) byte {
	best := 0
	for k, n := range counts {
		if n > counts[best] {
			best = k
		}
	}
	return separators[best]
}

// unixLines ends every line with a line feed, whether it ended with one, with a carriage
// return or with both.
func unixLines(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// tooWide is the line of a record with more than limit cells, or 0. It is looked for
// before anything is split, because a record of nothing but commas takes thirty times its
// size.
func tooWide(text string, sep byte, limit int) int {
	line, cells, quoted := 1, 1, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\n':
			line++
			if !quoted {
				cells = 1
			}
		case c == sep && !quoted:
			if cells++; cells > limit {
				return line
			}
		}
	}
	return 0
}
