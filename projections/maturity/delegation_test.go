package maturity

import (
	"testing"

	"soin/projections/evidence"
)

func TestWithoutAnErrorProtectionIsMissingAndNotFull(t *testing.T) {
	s := golden(t)
	s.dossier.Voices = nil
	s.lacks("delegation-protection", 0, 1, WantErrors)
	s.is("XT1", (.30*51.884921+.35*55+.10*66.666667)/.75)
}

func TestWhatWasTakenBackLeftNoFreedom(t *testing.T) {
	s := golden(t)
	agreed := s.step(evidence.Revoked, 20)
	agreed.Flag = true
	s.dossier.Delegations[0].Steps[1] = agreed // autonomy 5, stakes 3
	s.is("delegation-depth", 55)
	s.dossier.Delegations[0].Steps[1].Flag = false
	s.again().is("delegation-depth", 55-100*3*(4.0/6)/20)
}

func TestRetaliationUndoesProtection(t *testing.T) {
	s := golden(t)
	failed := s.dossier.Delegations[7].ID
	s.dossier.Incidents = []evidence.Incident{{Moment: s.ago(50 - 91), Category: evidence.Retaliation, Delegation: failed}}
	s.is("delegation-protection", 100)
	s.dossier.Incidents[0].Moment = s.ago(10)
	s.again().is("delegation-protection", 50)
	if unowned, unhandled := s.retaliation(); unowned != 1 || unhandled != 1 {
		t.Errorf("%d unowned, %d unhandled", unowned, unhandled)
	}
}

func TestDumpingIsNoDelegation(t *testing.T) {
	s := golden(t)
	s.delegate("w", 7, 3).Means = 0
	s.delegate("w", 7, 3).Steps = nil
	s.is("XT1", 66.482143)
	if at := s.dumping(); len(at) != 2 {
		t.Errorf("at %v", at)
	}
	for range 4 { // seven of thirteen
		s.delegate("p", 7, 3)
	}
	s.again()
	if m := s.mandates(); len(m.counted) != 6 || m.dumps != 9 {
		t.Errorf("%d count, %d do not", len(m.counted), m.dumps)
	}
}

func TestDelegationNeedsFiveToThree(t *testing.T) {
	s := team(t)
	for _, to := range []string{"p", "q", "r", "u"} {
		s.delegate(to, 5, 2)
	}
	s.lacks("XT1", 4, 5, WantDelegations)
	s.delegate("v", 5, 2).Moment = s.ago(365)
	s.again().lacks("XT1", 4, 5, WantDelegations)
	s.dossier.Delegations[4].Moment = s.ago(364)
	if m := s.again().measure("XT1"); m.Status != OK {
		t.Errorf("%s, %+v", m.Status, m.Lack)
	}
	s.team.Headcount = nil
	s.again().lacks("XT1", 0, 1, WantHeadcount)
	s.people(10).dossier.Delegations = nil
	for i := range 6 {
		s.delegate([]string{"p", "q"}[i%2], 5, 2)
	}
	s.again().lacks("XT1", 0, 5, WantDelegations) // each of the two has more than four in ten
}
