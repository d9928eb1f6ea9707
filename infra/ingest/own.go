package ingest

import (
	"slices"

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
