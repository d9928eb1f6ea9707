// Package problem is the one place where errors become codes: the type and status of an
// HTTP problem (RFC 9457), the code of a GraphQL error, the exit code of the process.
//
// It knows the errors of the kernel and of package rule. Any other error chooses its
// code with a method, ProblemCode() string; one that has none, or names no code of the
// table, is [Internal].
//
// What is our own fault is never described to clients by the error's text: they get a
// fixed sentence, and from a [Reporter] the id under which the operator finds the text
// in the log. The log in turn gets no text that may hold a piece of a payload.
package problem

import (
	"encoding/json"
	"fmt"
)

// Problem is an error as the outside world sees it.
type Problem struct {
	Code   Code
	Detail string  // a sentence about this occurrence
	Fields []Field // that break a rule, at most maxFields of them
	ID     string  // of the log entry, when there is one
}

// Field is one value that breaks one rule; the three fields read as a sentence.
type Field struct {
	Path  string `json:"path"`  // "data.items[3].mean"
	Value string `json:"value"` // shortened
	Rule  string `json:"rule"`  // "must be a number"
}

// Limits of what an error repeats.
const (
	maxFields = 100  // fields
	maxDetail = 2000 // bytes
)

// The names problems and their occurrences have as URIs.
const (
	typePrefix     = "urn:soin:problem:"
	instancePrefix = "urn:soin:occurrence:"
)

// Error makes a problem an error again, for interfaces that ask for one.
func (p Problem) Error() string { return p.Detail }

// ProblemCode keeps the code through [Of].
func (p Problem) ProblemCode() string { return string(p.Code) }

// MarshalJSON writes RFC 9457 problem details, with the fields under "errors".
func (p Problem) MarshalJSON() ([]byte, error) {
	details := struct {
		Type     string  `json:"type"`
		Title    string  `json:"title"`
		Status   int     `json:"status"`
		Detail   string  `json:"detail,omitempty"`
		Instance string  `json:"instance,omitempty"`
		Errors   []Field `json:"errors,omitempty"`
	}{
		Type:   typePrefix + string(p.Code),
		Title:  p.Code.Title(),
		Status: p.Code.Status(),
		Detail: p.Detail,
		Errors: p.Fields,
	}
	if p.ID != "" {
		details.Instance = instancePrefix + p.ID
	}
	return json.Marshal(details)
}

// String is for people at a terminal.
func (p Problem) String() string { return fmt.Sprintf("%s: %s", p.Code, p.Detail) }
