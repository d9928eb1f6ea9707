package esdbserver

import (
	"errors"
	"regexp"
	"slices"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/problem"
)

// withheld stands for a value that no error repeats.
const withheld = "a value that is not repeated"

// withoutWords takes the values out of a refusal by a rule, because they may be what people
// wrote: clients log their errors. Path and rule stay, and the values of attributes that are
// names by themselves.
func withoutWords(err error) error {
	switch problem.Of(err).Code {
	case problem.Invalid:
		return withoutValues(err)
	case problem.Malformed:
		if m, ok := errors.AsType[*event.MalformedError](err); ok {
			return &event.MalformedError{Name: m.Name, Version: m.Version, Err: withoutValues(m.Err)}
		}
	}
	return err
}

// withoutValues takes them out of what is no violation, too: there they stand in quotes.
func withoutValues(err error) error {
	if _, ok := errors.AsType[*rule.Violation](err); !ok {
		quoted := regexp.MustCompile(`"(\\.|[^"\\])*"?`)
		return &rule.Violation{Path: "data", Value: withheld, Rule: "must have its form: " + quoted.ReplaceAllLiteralString(err.Error(), "…")}
	}
	broken, ok := errors.AsType[rule.Broken](rule.All(err))
	if !ok {
		return err
	}
	names := []string{"stream", "type", "subject", "content-type"}
	out := make(rule.Broken, len(broken))
	for i, v := range broken {
		out[i] = v
		if !slices.Contains(names, v.Path) {
			out[i] = &rule.Violation{Path: v.Path, Value: withheld, Rule: v.Rule}
		}
	}
	return out
}
