// Package instrument tells which questions are asked: questionnaires and the mapping of
// other tools' questionnaires, item by item, onto the language of care. An instrument
// has versions; what was asked in a survey is for ever what its version says.
package instrument

import "soin/domain/event"

// Event is a fact about one instrument.
type Event interface {
	event.Event
	judge(Instrument) error
	apply(*Instrument)
}

// Instrument is what a decision needs to know of one instrument.
type Instrument struct {
	versions map[string]bool
}

// Context judges facts about instruments; their streams are "instrument-<id>".
var Context = event.NewContext("instrument", Event.judge, Event.apply,
	event.TypeOf[Published](),
)
