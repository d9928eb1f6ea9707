package ingest

import (
	"slices"
	"strings"

	"soin/domain/event"
	"soin/infra/problem"
)

// ownFacts are the names of what Soin records itself. From outside they come only as part
// of a history.
var ownFacts = [...]string{
	"survey.released", "survey.withheld", "survey.voided",
	"voices.released", "voices.withheld",
	"subject.erased", "audit.checkpointed", "model.adopted",
}

// takes refuses what nobody outside publishes: voices, which are cast as ballots, and what
// Soin records itself.
func (d *Door) takes(name string) error {
	if d.voices[name] {
		return &event.VoiceError{Name: name}
	}
	if !d.history && slices.Contains(ownFacts[:], name) {
		return refuse(problem.Forbidden, "%s is recorded by Soin itself and taken from nobody outside", name)
	}
	return nil
}

// IsVoice reports whether a CloudEvents type is of what is said in confidence, in whatever
// version: also in one that is not known here, or that cannot be read.
func (d *Door) IsVoice(wireType string) bool {
	name, _, ok := event.ParseWireType(wireType)
	if !ok {
		name = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(wireType)), "soin.")
		if i := strings.LastIndex(name, ".v"); i > 0 && !d.voices[name] {
			name = name[:i]
		}
	}
	return d.voices[name]
}

// voicesOf are the names of a catalog's voices.
func voicesOf(catalog *event.Catalog) map[string]bool {
	voices := map[string]bool{}
	for _, t := range catalog.Types() {
		if _, ok := t.Zero().(event.Voice); ok {
			voices[t.Name()] = true
		}
	}
	return voices
}
