package evidence

import (
	"slices"

	"soin/domain/event"
	"soin/domain/team"
)

// farthest is how many teams up a fact is carried, and bounds what a fact can cost.
const farthest = 16

// team is a team's dossier, a new one the first time the team is spoken of.
func (s *dossiers) team(id string) *Dossier {
	d, known := s.Teams[id]
	if !known {
		d = &Dossier{}
		s.Teams[s.Words.String(s.Words.Number(id))] = d // one copy of the id
	}
	return d
}

// told is the dossier of the team that a fact is about, which may change its answers.
func (s *dossiers) told(teamID string, r event.Recorded) *Dossier {
	d := s.team(teamID)
	touch(r, d)
	return d
}

// touch says that a fact may change answers about teams, about the teams above them, and
// about the teams they became. A fact touches once, because it does not go on from a team
// that it has touched.
func touch(r event.Recorded, teams ...*Dossier) {
	for range farthest + 1 {
		var next []*Dossier
		for _, d := range teams {
			if d.Since == r.Position {
				continue
			}
			d.Since = r.Position
			if next == nil {
				next = d.next
			} else {
				next = append(slices.Clip(next), d.next...)
			}
		}
		if len(next) == 0 {
			return
		}
		teams = next
	}
}

// place hangs a team below another one.
func (s *dossiers) place(id, parentID string) *Dossier {
	d := s.team(id)
	if parentID == "" || parentID == id {
		return d
	}
	parent := s.team(parentID)
	s.include(&d.Above, s.Words.Number(parentID))
	s.include(&parent.Below, s.Words.Number(id))
	d.leadsTo(parent)
	return d
}

func (d *Dossier) leadsTo(other *Dossier) {
	if !slices.Contains(d.next, other) {
		d.next = append(d.next, other)
	}
}

func (s *dossiers) teamFormed(e team.Formed, r event.Recorded) {
	touch(r, s.place(r.Subject(), e.ParentID))
}

func (s *dossiers) teamMoved(e team.Moved, r event.Recorded) {
	touch(r, s.place(r.Subject(), e.ParentID))
}

func (s *dossiers) teamRenamed(_ team.Renamed, r event.Recorded) { s.told(r.Subject(), r) }

func (s *dossiers) teamCounted(_ team.HeadcountReported, r event.Recorded) { s.told(r.Subject(), r) }

func (s *dossiers) managerAppointed(e team.ManagerAppointed, r event.Recorded) {
	s.told(r.Subject(), r).Managers.Put(r, s.member(e.Member))
}

func (s *dossiers) teamMerged(e team.Merged, r event.Recorded) { s.ended(r, e.IntoTeamID) }
func (s *dossiers) teamSplit(e team.Split, r event.Recorded)   { s.ended(r, e.IntoTeamIDs...) }

func (s *dossiers) teamDissolved(_ team.Dissolved, r event.Recorded) { s.ended(r) }

// ended also touches what a team became: the units of a team count for its successors.
func (s *dossiers) ended(r event.Recorded, into ...string) {
	d := s.team(r.Subject())
	for _, id := range into {
		if id != r.Subject() {
			s.include(&d.Into, s.Words.Number(id))
			d.leadsTo(s.team(id))
		}
	}
	touch(r, d)
}
