package evidence

import (
	"soin/domain/careact"
	"soin/domain/event"
	"soin/domain/help"
	"soin/domain/listening"
	"soin/domain/onboarding"
	"soin/domain/recognition"
	"soin/domain/training"
)

func (s *dossiers) recognised(e recognition.Given, r event.Recorded) {
	put(&s.told(e.TeamID, r).Recognitions, Recognition{
		Moment: moment(r), Subject: subjectOf(r.Stream), From: s.member(e.From), To: s.member(e.To),
		Kind: kindOf(e.Kind), Digest: digest(string(e.Message)),
	})
}

func (s *dossiers) trained(e training.Completed, r event.Recorded) {
	put(&s.told(e.TeamID, r).Trainings, Training{
		Moment: moment(r), Subject: subjectOf(r.Stream), Member: s.member(e.Member), Competence: s.word(e.Competence),
		Hours: e.Hours, Validated: e.Validated, Transfer: small[int8](e.Transfer),
	})
}

func (s *dossiers) stepReached(e onboarding.StepReached, r event.Recorded) {
	put(&s.told(e.TeamID, r).Onboardings, Onboarding{
		Moment: moment(r), Subject: subjectOf(r.Stream, e.Step), // a newcomer reaches several
		Member: s.member(e.Member), Step: s.word(e.Step), Safe: e.Safe,
	})
}

func (s *dossiers) listened(e listening.Held, r event.Recorded) {
	put(&s.told(e.TeamID, r).Listenings, Listening{
		Moment: moment(r), Subject: subjectOf(r.Stream), Kind: s.word(string(e.Kind)),
		Participants: small[int32](e.Participants), Commitments: small[int32](len(e.CommitmentIDs)),
	})
}

func (s *dossiers) careLogged(e careact.Logged, r event.Recorded) {
	put(&s.told(e.TeamID, r).CareActs, CareAct{
		Moment: moment(r), Subject: subjectOf(r.Stream), Member: s.member(e.Member), Kind: kindOf(e.Kind),
		Axis: axisOf(e.Axis), Small: e.Small, Carer: e.Carer, Minutes: e.Minutes,
	})
}

// helped tells both teams of help that crossed from one to another.
func (s *dossiers) helped(e help.Given, r event.Recorded) {
	h := Help{
		Moment: moment(r), Subject: subjectOf(r.Stream), From: s.member(e.From), To: s.member(e.To),
		FromTeam: s.word(e.TeamID), Kind: kindOf(e.Kind), Asked: e.Asked,
	}
	giver := s.team(e.TeamID)
	if e.ToTeamID == "" || e.ToTeamID == e.TeamID {
		touch(r, giver)
		put(&giver.Helps, h)
		return
	}
	h.ToTeam = s.word(e.ToTeamID)
	receiver := s.team(e.ToTeamID)
	touch(r, giver, receiver)
	put(&giver.Helps, h)
	put(&receiver.HelpsFromOutside, h)
}
