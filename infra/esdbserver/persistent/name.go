package persistent

import (
	"fmt"
	"unicode/utf8"

	"soin/domain/rule"
)

// All is the stream that stands for the whole log.
const All = "$all"

// Name is what a group is found by.
type Name struct {
	Stream string `json:"stream"` // or All
	Group  string `json:"group"`
}

func (n Name) String() string { return n.Stream + "::" + n.Group }

// Limits of names, in bytes and in number.
const (
	maxStream = 1024
	maxGroup  = 256
	// MaxGroups is how many groups there may be.
	MaxGroups = 1000
)

func (n Name) validate() error {
	return rule.All(
		rule.Check("stream", n.Stream, n.Stream != "" && len(n.Stream) <= maxStream, "must have 1 to 1,024 bytes"),
		rule.Check("stream", n.Stream, utf8.ValidString(n.Stream), "must be UTF-8"),
		rule.Check("group", n.Group, utf8.ValidString(n.Group), "must be UTF-8"),
		rule.Check("group", n.Group, n.Group != "" && len(n.Group) <= maxGroup, "must have 1 to 256 bytes"),
	)
}

// Mark is how far into its source a group has come: the revision of a stream or the position
// of the log. What stands at it and before it is done. It is -1 before a stream's first event.
type Mark int64

// before is the mark of somebody who has seen nothing of a source.
func (n Name) before() Mark {
	if n.Stream == All {
		return 0
	}
	return -1
}

// Start is where a new group begins.
type Start struct {
	At  Mark `json:"at"` // of the first event it is for
	End bool `json:"end,omitempty"`
}

// String writes a start as the protocol does, for a stream or for all of them.
func (s Start) String(name Name) string {
	if s.End {
		return Mark(-1).String(name)
	}
	return s.At.String(name)
}

// String writes a mark as the protocol does.
func (m Mark) String(name Name) string {
	if name.Stream == All {
		return fmt.Sprintf("C:%d/P:%d", m, m)
	}
	return fmt.Sprintf("%d", m)
}
