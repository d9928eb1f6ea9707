package maturity

import (
	"slices"

	"soin/domain/calendar"
	"soin/projections"
	"soin/projections/evidence"
)

// forebears are the teams that a team came from by merger and split, near or far, by id.
// What was measured there as a whole counts for it.
func forebears(teams *projections.Teams, id string, on calendar.Date) []string {
	into := []string{id}
	passages := teams.Lineage(id, on)
	for again := true; again; { // a passage may be told before the one that leads on from it
		again = false
		for _, p := range passages {
			leads := slices.ContainsFunc(p.Into, func(t projections.Team) bool { return slices.Contains(into, t.ID) })
			if leads && !slices.Contains(into, p.From.ID) {
				into, again = append(into, p.From.ID), true
			}
		}
	}
	return slices.Sorted(slices.Values(into[1:]))
}

// dossiersOf are the dossiers of teams, those that nothing was told of left out.
func dossiersOf(ev *evidence.Evidence, ids []string) []*evidence.Dossier {
	var list []*evidence.Dossier
	for _, id := range ids {
		if d := ev.Of(id); d != nil {
			list = append(list, d)
		}
	}
	return list
}
