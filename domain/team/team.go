// Package team tells the life of a team: formed, renamed, moved, and one day merged,
// split or dissolved. A team keeps its id for life, and its history stays readable
// after its end through the teams it became.
//
// Facts may arrive late and out of order, as they do when history is imported, so a
// judgement looks at what contradicts a team's life cycle, never at the order of
// arrival of facts that can both be true.
package team

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Event is a fact about one team.
type Event interface {
	event.Event
	judge(Team) error
	apply(*Team)
}

// Team is what a decision needs to know of one team.
type Team struct {
	Formed bool
	End    string // name of the event that ended it, empty while it lives
}

// Context judges facts about teams; their streams are "team-<id>".
var Context = event.NewContext("team", Event.judge, Event.apply,
	event.TypeOf[Formed](),
	event.TypeOf[Renamed](),
	event.TypeOf[Moved](),
	event.TypeOf[HeadcountReported](),
	event.TypeOf[ManagerAppointed](),
	event.TypeOf[Merged](),
	event.TypeOf[Split](),
	event.TypeOf[Dissolved](),
)

// formed parks what happens to a team of which nobody has told yet that it was formed.
func (t Team) formed() error {
	if !t.Formed {
		return event.Early("team.formed")
	}
	return nil
}

// endable refuses a second end.
func (t Team) endable() error {
	if t.End != "" {
		return event.Conflict("this team has already ended with %s, and a team ends once", t.End)
	}
	return t.formed()
}

// notItself refuses a team that is named as another one of itself.
func notItself(path, id, subject string) error {
	return rule.Check(path, id, id != subject, "must be another team than this one")
}
