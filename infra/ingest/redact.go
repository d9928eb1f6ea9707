package ingest

import (
	"errors"
	"strings"

	"soin/domain/rule"
	"soin/infra/problem"
)

// withheld stands for a value that no error repeats.
const withheld = "a value that is not repeated"

// redact takes the values out of violations that are, or may hold, what a fact tells of a
// person. Paths are those of the payload, without the prefix "data".
func redact(err error, m *marks) error {
	var broken rule.Broken
	if err == nil || m == nil || !errors.As(rule.All(err), &broken) {
		return err
	}
	out := make(rule.Broken, len(broken))
	for i, v := range broken {
		out[i] = v
		if m.at(v.Path) != nil {
			out[i] = &rule.Violation{Path: v.Path, Value: withheld, Rule: v.Rule}
		}
	}
	return out
}

// redactData does the same for an envelope whose type is not known yet: no value of its
// data is repeated.
func redactData(err error) error {
	v, ok := errors.AsType[*rule.Violation](err)
	if !ok || v.Path != "data" && !strings.HasPrefix(v.Path, "data.") {
		return err
	}
	return &rule.Violation{Path: v.Path, Value: withheld, Rule: v.Rule}
}

func refuseErased(s spot) error {
	return refuse(problem.Forbidden, "data.%s cannot be sealed: it is somebody's who was erased", s.path)
}
