// Package adoption tells by which scoring model an organisation lets itself be measured.
package adoption

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about models; their streams are "model-<scope>". A scope adopts
// one model after the other.
var Context = event.NewContext("model", Adopted.judge, Adopted.apply, event.TypeOf[Adopted]())

// Model is what a decision needs to know of the models of one scope.
type Model struct {
	hashes map[string]string // by version
}

// Adopted says that from now on a model scores, until another one is adopted.
type Adopted struct {
	Version string `json:"version"`
	Hash    string `json:"hash"` // of the model's whole text, 1..128 characters
}

// EventName is the name in storage.
func (Adopted) EventName() string { return "model.adopted" }

// Validate checks the version and the hash.
func (e Adopted) Validate() error {
	return rule.All(
		rule.ID("version", e.Version),
		rule.ID("hash", e.Hash),
	)
}

func (e Adopted) judge(m Model) error {
	if was, adopted := m.hashes[e.Version]; adopted && was != e.Hash {
		return event.Conflict("version %q was adopted with the hash %q: give the changed model a version of its own", e.Version, was)
	}
	return nil
}

func (e Adopted) apply(m *Model) {
	if m.hashes == nil {
		m.hashes = map[string]string{}
	}
	m.hashes[e.Version] = e.Hash
}
