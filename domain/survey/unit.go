package survey

import (
	"cmp"
	"slices"

	"soin/domain/event"
)

// unit is what a decision needs to know of the teams whose answers stay together.
type unit struct {
	teamIDs []string
	settled string // name of the event that released or withheld it, empty before
	voided  bool
}

// unit is what was told of a unit so far. It refuses one that shares a team with another,
// because comparing the two could tell who answered what.
func (s Survey) unit(teamIDs []string) (unit, error) {
	if !s.opened {
		return unit{}, event.Early("survey.opened")
	}
	told := unit{teamIDs: teamIDs}
	for _, id := range teamIDs {
		u, known := s.units[id]
		if known && !slices.Equal(u.teamIDs, teamIDs) {
			return unit{}, event.Conflict("team %q belongs to the unit of teams %q already, and to one unit of a survey only: name that unit",
				id, u.teamIDs)
		}
		if known {
			told = u
		}
	}
	return told, nil
}

// unsettled refuses a second release of a unit.
func (u unit) unsettled() error {
	if u.settled != "" {
		return event.Conflict("the answers of teams %q stand in %s already: publish survey.voided if they must not be used",
			u.teamIDs, u.settled)
	}
	return nil
}

// valid refuses to release what was voided.
func (u unit) valid() error {
	if u.voided {
		return event.Conflict("the answers of teams %q were voided, and what is void is not released: ask again in a new survey",
			u.teamIDs)
	}
	return nil
}

// note keeps what is known of a unit with each of its teams.
func (s *Survey) note(u unit) {
	if s.units == nil {
		s.units = map[string]unit{}
	}
	for _, id := range u.teamIDs {
		was := s.units[id]
		s.units[id] = unit{u.teamIDs, cmp.Or(u.settled, was.settled), u.voided || was.voided}
	}
}
