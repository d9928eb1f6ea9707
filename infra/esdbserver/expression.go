package esdbserver

import (
	"regexp"
	"regexp/syntax"
)

// expressionOf reads a regular expression. They are those of RE2, which take time linear in
// the text; what they do not know, looking ahead above all, is refused. A repetition such as
// x{1000} becomes as many copies of x, so that a short text may grow to a large program: its
// size is counted before there is one.
func expressionOf(text string) (*regexp.Regexp, error) {
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, invalid("the filter's regular expression cannot be read: %v (the syntax is that of RE2)", err)
	}
	if n := instructions(tree); n > maxInstructions {
		return nil, invalid("the filter's regular expression comes to %d instructions when its repetitions are written out, more than %d", n, maxInstructions)
	}
	regex, err := regexp.Compile(text)
	if err != nil {
		return nil, invalid("the filter's regular expression cannot be read: %v (the syntax is that of RE2)", err)
	}
	return regex, nil
}

// instructions is no less than how many instructions an expression is compiled to. It does not grow
// beyond an int: repetitions within each other come to 1,000 at most, or are not parsed.
func instructions(e *syntax.Regexp) int {
	n := 2
	if e.Op == syntax.OpLiteral {
		n = len(e.Rune)
	}
	for _, sub := range e.Sub {
		n += instructions(sub)
	}
	if e.Op == syntax.OpRepeat {
		n *= max(e.Min, e.Max, 1)
	}
	return n
}
