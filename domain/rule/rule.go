// Package rule says what is wrong with a value in a way the person who sent it can
// act on: which field, which value, which rule.
package rule

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Violation is one field that breaks one rule. Path is the field's JSON path, for
// example "items[3].favourable"; Rule completes the sentence "<path> ...".
type Violation struct {
	Path, Value, Rule string
}

func (v *Violation) Error() string {
	return fmt.Sprintf("%s %s (got %s)", v.Path, v.Rule, v.Value)
}

// Broken is every violation found in one value. It is never empty.
type Broken []*Violation

func (b Broken) Error() string {
	parts := make([]string, len(b))
	for i, v := range b {
		parts[i] = v.Error()
	}
	return strings.Join(parts, "; ")
}

// Unwrap gives the violations to errors.As.
func (b Broken) Unwrap() []error {
	errs := make([]error, len(b))
	for i, v := range b {
		errs[i] = v
	}
	return errs
}

// All gathers violations from checks, nil ones and nested gatherings included.
func All(checks ...error) error {
	var all Broken
	for _, err := range checks {
		if err != nil {
			all = append(all, violations(err)...)
		}
	}
	if all == nil {
		return nil
	}
	return all
}

func violations(err error) Broken {
	var one *Violation
	var many Broken
	switch {
	case errors.As(err, &many):
		return many
	case errors.As(err, &one):
		return Broken{one}
	}
	return Broken{{Path: "value", Rule: err.Error()}}
}

// In puts a prefix before every path of a gathering: In("items[2]", item.Validate()).
// A violation without a path is about the prefixed value itself.
func In(prefix string, err error) error {
	if err == nil {
		return nil
	}
	var gathered Broken
	errors.As(All(err), &gathered)
	out := make(Broken, len(gathered))
	for i, v := range gathered {
		path := prefix
		if v.Path != "" {
			path += "." + v.Path
		}
		out[i] = &Violation{Path: path, Value: v.Value, Rule: v.Rule}
	}
	return out
}

// Each gathers the violations of a list's elements under "<path>[<index>]".
func Each[T any](path string, list []T, check func(T) error) error {
	var errs []error
	for i, x := range list {
		if err := check(x); err != nil {
			errs = append(errs, In(fmt.Sprintf("%s[%d]", path, i), err))
		}
	}
	return All(errs...)
}

// shown is the longest piece of a refused value that an error repeats.
const shown = 80

// Break is a violation. Value is shown shortened and quoted where it is text.
func Break(path string, value any, rule string) error {
	text := fmt.Sprint(value)
	if s, ok := value.(string); ok {
		text = fmt.Sprintf("%q", s)
	}
	if len(text) > shown {
		text = strings.ToValidUTF8(text[:shown], "") + "…"
	}
	return &Violation{Path: path, Value: text, Rule: rule}
}

// Check is a violation unless ok.
func Check[T any](path string, value T, ok bool, rule string) error {
	if ok {
		return nil
	}
	return Break(path, value, rule)
}

// ID is an opaque identifier: 1..128 characters, valid UTF-8, no control characters, nothing
// that breaks or turns the line, no space at either end.
func ID(path, s string) error { return Text(path, s, 1, 128) }

// OptionalID is empty or an [ID].
func OptionalID(path, s string) error {
	if s == "" {
		return nil
	}
	return ID(path, s)
}

// Text is a line of shortest..longest characters, valid UTF-8, without control
// characters, without what breaks or turns the line, and without space at either end.
func Text(path, s string, shortest, longest int) error {
	switch {
	case !utf8.ValidString(s):
		return Break(path, s, "must be valid UTF-8")
	case strings.ContainsFunc(s, unicode.IsControl):
		return Break(path, s, "must not contain control characters")
	case strings.ContainsFunc(s, disguises):
		return Break(path, s, disguise)
	case strings.TrimSpace(s) != s:
		return Break(path, s, "must not begin or end with a space")
	}
	if n := utf8.RuneCountInString(s); n < shortest || n > longest {
		return Break(path, s, fmt.Sprintf("must have %d to %d characters", shortest, longest))
	}
	return nil
}

// Prose is empty, or text of up to longest characters, valid UTF-8, in which line breaks
// and tabs are the only control characters, and which nothing turns round.
func Prose(path, s string, longest int) error {
	switch {
	case !utf8.ValidString(s):
		return Break(path, s, "must be valid UTF-8")
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }):
		return Break(path, s, "must not contain control characters other than line breaks")
	case strings.ContainsFunc(s, disguises):
		return Break(path, s, disguise)
	case utf8.RuneCountInString(s) > longest:
		return Break(path, s, fmt.Sprintf("must have at most %d characters", longest))
	}
	return nil
}

const disguise = "must not contain line or paragraph separators, or marks that turn the direction of text"

// disguises reports whether a character shows text otherwise than it is read: U+2028 and
// U+2029, which break a line where JSON knows none, and the embeddings, overrides and isolates
// of bidirectional text (UAX #9).
func disguises(r rune) bool {
	return r == '\u2028' || r == '\u2029' || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// Between is a number in [low, high].
func Between[N int | int64 | float64](path string, n, low, high N) error {
	if n >= low && n <= high {
		return nil
	}
	return Break(path, n, fmt.Sprintf("must lie between %v and %v", low, high))
}

// OneOf is a word of a closed vocabulary.
func OneOf[S ~string](path string, s S, words ...S) error {
	if slices.Contains(words, s) {
		return nil
	}
	return Break(path, string(s), "must be one of "+strings.Join(Words(words), ", "))
}

// Words spells a vocabulary out, for whoever describes it.
func Words[S ~string](vocabulary []S) []string {
	words := make([]string, len(vocabulary))
	for i, w := range vocabulary {
		words[i] = string(w)
	}
	return words
}

// Distinct is a list that names nothing twice.
func Distinct[T cmp.Ordered](path string, list []T) error {
	sorted := slices.Sorted(slices.Values(list))
	return Check(path, list, len(slices.Compact(sorted)) == len(list), "must not name one twice")
}
