package jsoncodec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"soin/domain/rule"
)

// MaxDepth is how many arrays and objects may stand inside each other.
const MaxDepth = 64

// Compact checks one JSON object strictly and returns it without insignificant space;
// everything else stays as it was written. A refusal is a [rule.Violation] whose path
// is empty when the whole is at fault.
func Compact(data []byte) ([]byte, error) {
	if !utf8.Valid(data) {
		return nil, rule.Break("", "other bytes", "must be valid UTF-8")
	}
	out := bytes.NewBuffer(make([]byte, 0, len(data)))
	if err := json.Compact(out, data); err != nil {
		return nil, ungrammatical(err)
	}
	if out.Len() == 0 || out.Bytes()[0] != '{' {
		return nil, rule.Break("", "something else", "must be a JSON object")
	}
	if err := check(out.Bytes()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func ungrammatical(err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return rule.Break("", fmt.Sprintf("%v at byte %d", syntax, syntax.Offset), "must be JSON")
	}
	return rule.Break("", err.Error(), "must be JSON")
}
