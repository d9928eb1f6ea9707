package jsoncodec

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"unicode/utf16"

	"github.com/segmentio/encoding/json"
)

// The integers that every reader of JSON keeps exactly (RFC 7493, section 2.2).
const (
	maxInteger = 1<<53 - 1
	minInteger = -maxInteger
)

// check walks through grammatical JSON and refuses what two readers could understand
// in two ways.
func check(valid []byte) error {
	var at place
	for t := json.NewTokenizer(valid); t.Next(); {
		switch {
		case t.Delim == '{' || t.Delim == '[':
			if t.Depth >= MaxDepth {
				return at.violation("more", fmt.Sprintf("must not nest deeper than %d", MaxDepth))
			}
			at.enter(t.Delim == '[')
		case t.Delim == '}' || t.Delim == ']':
			at.leave()
		case t.Delim == ':':
			at.named()
		case t.Delim == ',':
			at.next()
		case t.Value.String():
			if err := checkString(t, &at); err != nil {
				return err
			}
		case t.Value.Number():
			if err := checkNumber(t, &at); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkString(t *json.Tokenizer, at *place) error {
	if at.expectsName() && !at.name(t.String()) {
		return at.violation(string(t.Value), "must not be given twice")
	}
	if t.Kind() != json.Unescaped && halfPair(t.Value) {
		return at.violation(string(t.Value), "must not hold half a surrogate pair")
	}
	return nil
}

func checkNumber(t *json.Tokenizer, at *place) error {
	text := string(t.Value)
	if t.Kind() == json.Float {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(f, 0) {
			return at.violation(text, "must be within the range of a 64-bit float")
		}
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > maxInteger || n < minInteger {
		return at.violation(text, fmt.Sprintf("must lie between %d and %d, or it would be rounded", minInteger, maxInteger))
	}
	return nil
}

// halfPair reports whether a quoted JSON string escapes a surrogate without its other
// half, which stands for no character and is read in as many ways as there are readers.
func halfPair(quoted []byte) bool {
	for {
		i := bytes.IndexByte(quoted, '\\')
		if i < 0 {
			return false
		}
		if quoted[i+1] != 'u' {
			quoted = quoted[i+2:]
			continue
		}
		high := codeUnit(quoted[i:])
		quoted = quoted[i+6:]
		if !utf16.IsSurrogate(high) {
			continue
		}
		if !bytes.HasPrefix(quoted, []byte(`\u`)) || utf16.DecodeRune(high, codeUnit(quoted)) == '\uFFFD' {
			return true
		}
		quoted = quoted[6:]
	}
}

// codeUnit reads `\uXXXX` at the start of grammatical JSON.
func codeUnit(escape []byte) rune {
	n, _ := strconv.ParseUint(string(escape[2:6]), 16, 16)
	return rune(n)
}
