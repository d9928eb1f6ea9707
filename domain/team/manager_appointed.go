package team

import "soin/domain/person"

// ManagerAppointed says who manages a team from now on, in the place of whoever did.
type ManagerAppointed struct {
	Member person.Member `json:"member"`
}

// EventName is the name in storage.
func (ManagerAppointed) EventName() string { return "team.manager-appointed" }

// Validate checks the id.
func (e ManagerAppointed) Validate() error { return person.CheckMember("member", e.Member) }

func (e ManagerAppointed) judge(t Team) error { return t.formed() }
func (e ManagerAppointed) apply(*Team)        {}
