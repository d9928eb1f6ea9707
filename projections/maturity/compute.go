package maturity

import "strings"

// method is how one figure is computed.
type method struct {
	id      string
	compute func(*subject) Measure
}

// compute finds the formula of an indicator or a term. Indicators without a method of
// their own are what the team answers to their questions.
func (s *subject) compute(id string) Measure {
	if view, ok := strings.CutPrefix(id, "items:"); ok {
		return s.blend(view)
	}
	for _, m := range indicators() {
		if m.id == id {
			return m.compute(s)
		}
	}
	for _, m := range terms() {
		if m.id == id {
			return m.compute(s)
		}
	}
	if len(s.indicator(id).Items) > 0 {
		return s.asks(id)
	}
	return lacking(id, 0, 0, "")
}

// indicators are the formulas of the matrix that are no set of questions (scoring, 1.2).
func indicators() [26]method {
	return [...]method{
		{"XS1", (*subject).xs1},
		{"XS3", (*subject).xs3},
		{"XS4", (*subject).xs4},
		{"XT1", (*subject).xt1},
		{"XT2", (*subject).xt2},
		{"XT3", (*subject).xt3},
		{"XP1", (*subject).xp1},
		{"XP2", (*subject).xp2},
		{"XP3", (*subject).xp3},
		{"SS1", (*subject).ss1},
		{"SS2", (*subject).ss2},
		{"ST1", (*subject).st1},
		{"ST2", (*subject).st2},
		{"ST3", (*subject).st3},
		{"ST4", (*subject).st4},
		{"SP1", (*subject).sp1},
		{"SP2", (*subject).sp2},
		{"SP3", (*subject).sp3},
		{"PS1", (*subject).ps1},
		{"PS2", (*subject).ps2},
		{"PT1", (*subject).pt1},
		{"PT2", (*subject).pt2},
		{"PT3", (*subject).pt3},
		{"PP1", (*subject).pp1},
		{"PP2", (*subject).pp2},
		{"PP3", (*subject).pp3},
	}
}

// terms are the formulas of what views and gates look at beside the matrix (scoring, 1.3
// and 3).
func terms() [21]method {
	return [...]method{
		{"EX", (*subject).ex},
		{"CX", (*subject).cx},
		{"delegation-breadth", (*subject).breadth},
		{"delegation-depth", (*subject).depth},
		{"delegation-outcome", (*subject).outcome},
		{"delegation-protection", (*subject).protection},
		{"delegation-room", (*subject).room},
		{"commitments-kept", (*subject).commitmentsKept},
		{"owner-assigned", (*subject).ownerAssigned},
		{"trained", (*subject).trained},
		{"resolved-by-team", (*subject).byTeam},
		{"basic-irritants", (*subject).basicIrritants},
		{"irritants-survival", (*subject).survival},
		{"irritants-confirmed", (*subject).confirmedRate},
		{"irritants-contested", (*subject).contestedRate},
		{"received", (*subject).received},
		{"receiver-coverage", (*subject).coverage},
		{"recognition-reach", (*subject).recognitionReach},
		{"relational-share", (*subject).relationalShare},
		{"safety-survey", (*subject).safetySurvey},
		{"incident-care", (*subject).incidentCare},
	}
}
