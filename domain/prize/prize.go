// Package prize tells the story of one edition of the care prize: it is opened,
// initiatives are nominated, some of them are awarded, and other teams adopt them.
package prize

import "soin/domain/event"

// Event is a fact about one edition.
type Event interface {
	event.Event
	judge(Edition) error
	apply(*Edition)
}

// Edition is what a decision needs to know of one edition.
type Edition struct {
	opened    bool
	nominated map[string]bool // by initiative
	awarded   map[string]bool // by initiative
	adopted   map[adoption]bool
}

// adoption is one initiative taken up by one team.
type adoption struct{ initiativeID, byTeamID string }

// Context judges facts about editions; their streams are "prize-<edition>".
var Context = event.NewContext("prize", Event.judge, Event.apply,
	event.TypeOf[Opened](),
	event.TypeOf[Nominated](),
	event.TypeOf[Awarded](),
	event.TypeOf[Adopted](),
)

// knows parks what befalls an initiative of which nobody has told yet that it was nominated.
func (p Edition) knows(initiativeID string) error {
	if !p.nominated[initiativeID] {
		return event.Early("prize.nominated")
	}
	return nil
}
