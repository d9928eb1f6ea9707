// Package audit tells how far the log was sealed. A checkpoint is a signed root over
// the first facts of the log: who holds one can tell whether any of them was changed.
package audit

import (
	"encoding/hex"
	"strings"

	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges checkpoints; their streams are "audit-<log>".
var Context = event.NewContext("audit", Checkpointed.judge, Checkpointed.apply, event.TypeOf[Checkpointed]())

// Log is what a decision needs to know of one audited log.
type Log struct {
	size uint64 // of its newest checkpoint
}

// Checkpointed says what the first facts of a log hashed to.
type Checkpointed struct {
	Size      uint64 `json:"size"`      // facts, from 1, more than in the checkpoint before
	Root      string `json:"root"`      // SHA-256, 64 hexadecimal digits in lower case
	Signature string `json:"signature"` // over size and root, 1..1000 characters
}

// EventName is the name in storage.
func (Checkpointed) EventName() string { return "audit.checkpointed" }

// Validate checks the forms.
func (e Checkpointed) Validate() error {
	root, err := hex.DecodeString(e.Root)
	return rule.All(
		rule.Check("size", e.Size, e.Size > 0, "must be above 0"),
		rule.Check("root", e.Root, err == nil && len(root) == 32 && strings.ToLower(e.Root) == e.Root,
			"must be 64 hexadecimal digits in lower case"),
		rule.Text("signature", e.Signature, 1, 1000),
	)
}

func (e Checkpointed) judge(l Log) error {
	if e.Size <= l.size {
		return event.Conflict("this log was checkpointed at size %d already: a checkpoint covers more than the one before", l.size)
	}
	return nil
}

func (e Checkpointed) apply(l *Log) { l.size = e.Size }
