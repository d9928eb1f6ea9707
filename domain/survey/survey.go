// Package survey tells how people were asked and what they answered together. A survey is
// opened and closed once. The answers of each unit of teams are then released, or withheld
// when they are too few, and voided when they must not be used; results that another tool
// has already aggregated are tallied team by team. What one person answered is a voice: it
// goes into the ballot box and never into the log.
package survey

import "soin/domain/event"

// Event is a fact about one survey.
type Event interface {
	event.Event
	judge(Survey) error
	apply(*Survey)
}

// Survey is what a decision needs to know of one survey.
type Survey struct {
	opened, closed bool
	instrumentID   string             // of whichever fact came first
	version        string             // it was opened with
	tallies        map[string][]tally // by team, in the order of their revisions
	units          map[string]unit    // by team
}

// Context judges facts about surveys; their streams are "survey-<id>".
var Context = event.NewContext("survey", Event.judge, Event.apply,
	event.TypeOf[Opened](),
	event.TypeOf[Closed](),
	event.TypeOf[Tallied](),
	event.TypeOf[Released](),
	event.TypeOf[Withheld](),
	event.TypeOf[Voided](),
)

// Voices describes what people say of a survey in confidence.
var Voices = event.NewVoices("survey", event.TypeOf[BallotCast]())

// asks refuses a second instrument in one survey, or another version than was opened.
func (s Survey) asks(instrumentID, version string) error {
	switch {
	case s.instrumentID != "" && s.instrumentID != instrumentID:
		return event.Conflict("this survey asks instrument %q, not %q", s.instrumentID, instrumentID)
	case s.version != "" && version != "" && s.version != version:
		return event.Conflict("this survey asks version %q of its instrument, not %q", s.version, version)
	}
	return nil
}
