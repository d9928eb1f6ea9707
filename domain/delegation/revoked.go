package delegation

import "soin/domain/person"

// Revoked says that a delegation was taken back before it was completed.
type Revoked struct {
	By     person.Member `json:"by"`
	Agreed bool          `json:"agreed"` // the one who held it agreed
}

// EventName is the name in storage.
func (Revoked) EventName() string { return "delegation.revoked" }

// Validate checks the member.
func (e Revoked) Validate() error { return person.CheckMember("by", e.By) }

func (e Revoked) judge(d Delegation) error { return d.endable() }
func (e Revoked) apply(d *Delegation)      { d.end = e.EventName() }
