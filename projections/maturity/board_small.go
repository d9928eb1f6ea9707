package maturity

import (
	"soin/domain/calendar"
	"soin/projections"
)

// Includes lists the small teams whose evidence counts in a team's figures, by id.
func (b *Board) Includes(views *projections.Views, teamID string, on calendar.Date) []string {
	r, _, err := b.lookUp(views, teamID, on)
	if err != nil {
		return nil
	}
	return b.mingled(views, &r, on)
}

// mingled are the small teams of a row whose evidence may be told in its figures: all of
// them, when it mingles with that of others. The acts of one small team alone, under the
// name of the team above, would still be those of fewer than five people.
func (b *Board) mingled(views *projections.Views, r *row, on calendar.Date) []string {
	if len(r.small) == 0 || stretchOf(views, r.team.ID).first <= on {
		return r.small
	}
	sum, told := 0, 0
	for _, id := range r.small {
		if stretchOf(views, id).first <= on {
			sum, told = sum+people(views, id, on), told+1
		}
	}
	if told < 2 || sum < b.model.Cells.SmallTeam {
		return nil
	}
	return r.small
}

// people is a team's headcount as last reported, 0 when nobody reported.
func people(views *projections.Views, id string, on calendar.Date) int {
	t, ok := views.Teams.Team(id, on)
	if !ok || t.Headcount == nil {
		return 0
	}
	return *t.Headcount
}
