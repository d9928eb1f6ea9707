package evidence

import (
	"cmp"

	"soin/domain/council"
	"soin/domain/decision"
	"soin/domain/event"
	"soin/domain/governance"
	"soin/domain/practice"
)

func (s *dossiers) decided(e decision.Taken, r event.Recorded) {
	d := s.told(e.AffectsTeamID, r)
	var mode Mode
	switch e.Mode {
	case decision.Imposed:
		mode = Imposed
	case decision.Consulted:
		mode = Consulted
	case decision.Chosen:
		mode = Chosen
	}
	id := r.Subject()
	s.decisions.begin(d, &d.Decisions, Decision{
		Moment: moment(r), ID: id, Mode: mode, Cites: e.CitesCareEvidence, Escalated: e.Escalated,
		Councils: s.Councils[id],
	})
	delete(s.Councils, id)
}

// councilHeld joins a council to its decision, which may be told later.
func (s *dossiers) councilHeld(e council.Held, r event.Recorded) {
	c := Council{Moment: moment(r), Participants: small[int32](e.Participants), Eligible: small[int32](e.Eligible)}
	if d, t := s.decisions.byID(e.DecisionID, (*Dossier).decisions); t != nil {
		touch(r, d)
		insert(&t.Councils, c, compareCouncils)
		return
	}
	waiting := s.Councils[e.DecisionID]
	insert(&waiting, c, compareCouncils)
	s.Councils[e.DecisionID] = waiting
}

func compareCouncils(a, b Council) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Participants, b.Participants), cmp.Compare(a.Eligible, b.Eligible))
}

// governed keeps a change of rules. One that holds for a team holds for those below it as
// well: see Evidence.Governed.
func (s *dossiers) governed(e governance.Changed, r event.Recorded) {
	if e.Scope != governance.Organisation {
		s.told(e.Scope, r)
	}
	s.Governed = r.Position
	put(&s.Govern, Governance{
		Moment: moment(r), Subject: subjectOf(r.Stream), Scope: e.Scope, What: s.word(string(e.What)),
	})
}

func (s *dossiers) practiceAdapted(e practice.Adapted, r event.Recorded) {
	put(&s.told(e.TeamID, r).Practices, Practice{
		Moment: moment(r), Subject: subjectOf(r.Stream), From: e.From, To: e.To, Reason: e.Reason,
	})
}

func (d *Dossier) decisions() *[]Decision { return &d.Decisions }
func (d Decision) id() string             { return d.ID }
