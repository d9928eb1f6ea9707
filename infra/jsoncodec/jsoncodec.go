// Package jsoncodec reads the JSON of facts: strictly once, when they come in, and fast
// ever after.
//
// [Compact] is the strict reader, for bytes from strangers. What it lets pass means the
// same to every JSON reader: it is an object in encoding/json's grammar that obeys those
// rules of I-JSON (RFC 7493) on which readers differ (UTF-8, no name twice in an object,
// no half of a surrogate pair, integers of 53 bits, floats of 64), and it nests no deeper
// than [MaxDepth].
//
// [Unmarshal] is the fast one, several times as fast as encoding/json. On bytes that
// passed Compact it accepts what encoding/json accepts and reads equal values, with one
// difference: names are matched letter by letter, as JSON means them, so "Name" is not
// "name". On any other bytes it may read more than encoding/json would (it lets some
// integers overflow), but it neither panics nor reads beyond the input.
//
// Both are safe for concurrent use and keep no reference to their input.
package jsoncodec

import (
	stdjson "encoding/json"
	"errors"
	"fmt"

	"github.com/segmentio/encoding/json"
)

// maxUnlooked is the longest value, in bytes, that the fast decoder gets unlooked at.
// It recurses as deep as its input nests, so a megabyte of brackets, put into a store by
// somebody else, would cost it half a gigabyte of stack; encoding/json stops early.
const maxUnlooked = 64 << 10

// Unmarshal decodes a JSON value into what v points to. A value of the wrong kind comes
// back as a [rule.Violation] that names its path, for example "items[3].mean", and the
// kind that was found, never the value itself.
func Unmarshal(data []byte, v any) error {
	if len(data) > maxUnlooked && !stdjson.Valid(data) {
		return errors.New("json: the value is not JSON or nests too deep")
	}
	rest, err := json.Parse(data, v, json.DontMatchCaseInsensitiveStructFields)
	if err != nil {
		return explain(err)
	}
	if len(rest) > 0 {
		return fmt.Errorf("json: %d bytes follow the value", len(rest))
	}
	return nil
}
