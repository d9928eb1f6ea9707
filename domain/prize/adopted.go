package prize

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Adopted says that a team took up an initiative that was nominated, awarded or not.
type Adopted struct {
	InitiativeID string `json:"initiativeId"`
	ByTeamID     string `json:"byTeamId"`
}

// EventName is the name in storage.
func (Adopted) EventName() string { return "prize.adopted" }

// Validate checks the ids.
func (e Adopted) Validate() error {
	return rule.All(rule.ID("initiativeId", e.InitiativeID), rule.ID("byTeamId", e.ByTeamID))
}

func (e Adopted) judge(p Edition) error {
	if p.adopted[adoption{e.InitiativeID, e.ByTeamID}] {
		return event.Conflict("team %q has adopted initiative %q already", e.ByTeamID, e.InitiativeID)
	}
	return p.knows(e.InitiativeID)
}

func (e Adopted) apply(p *Edition) {
	if p.adopted == nil {
		p.adopted = map[adoption]bool{}
	}
	p.adopted[adoption{e.InitiativeID, e.ByTeamID}] = true
}
