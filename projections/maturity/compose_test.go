package maturity

import (
	"math"
	"testing"

	"soin/domain/care"
	"soin/projections/evidence"
)

// knowing is a team of which some figures are known already, and the others have no
// evidence.
func knowing(t *testing.T, figures ...Measure) *tale {
	s := team(t)
	for _, m := range figures {
		s.known[m.ID] = m
	}
	return s
}

func TestACellNeedsWeightAndBothVoicesAndPractice(t *testing.T) {
	voice := func(id string) Measure { return leaf(id, FromSurvey, 60, 3, 12) }
	act := func(id string) Measure { return leaf(id, FromActs, 80, 4, 9) }
	for _, c := range []struct {
		name string
		cell care.Cell
		of   []Measure
		lack Lack
	}{
		{"sixty percent of the weights are enough", "XS", []Measure{voice("XS2"), act("XS4")}, Lack{}},
		{"so are what receivers say", "ST", []Measure{voice("ST5"), leaf("ST1", FromReceivers, 70, 3, 9)}, Lack{}},
		{"and what another tool tallied", "XS", []Measure{leaf("XS2", FromTallies, 60, 3, 0), act("XS1")}, Lack{}},
		{"less is too little", "ST", []Measure{voice("ST5"), act("ST3")}, Lack{45, 60, wantWeight}},
		{"a survey alone tells nothing of practice", "ST", []Measure{voice("ST5")}, Lack{0, 1, wantPractice}},
		{"practice alone has no voice", "PT", []Measure{act("PT1"), act("PT2"), act("PT3")}, Lack{0, 1, wantVoices}},
	} {
		m := knowing(t, c.of...).cell(c.cell)
		if (m.Status == OK) != (c.lack == Lack{}) || m.Lack != c.lack {
			t.Errorf("%s: %s is %s, lacking %+v", c.name, c.cell, m.Status, m.Lack)
		}
	}
}

func TestACellIsTheWeightedMeanOfWhatIsKnown(t *testing.T) {
	s := knowing(t, leaf("XS1", FromActs, 80, 4, 9), leaf("XS2", FromSurvey, 60, 3, 12))
	m := s.cell("XS")
	if want := (.2*80 + .45*60) / .65; math.Abs(m.Value-want) > 1e-12 {
		t.Errorf("the cell is %v, want %v", m.Value, want)
	}
	if want := math.Hypot(.2*4, .45*3) / .65; math.Abs(m.SE-want) > 1e-12 || m.N != 12 {
		t.Errorf("its error is %v, want %v; n = %v", m.SE, want, m.N)
	}
	old := leaf("XS2", FromSurvey, 60, 3, 12)
	old.Status = Stale
	if m := knowing(t, leaf("XS1", FromActs, 80, 4, 9), old).cell("XS"); m.Status == OK {
		t.Error("a stale survey counts")
	}
	uncounted := leaf("XS2", FromTallies, 60, math.NaN(), 0)
	if m := knowing(t, leaf("XS1", FromActs, 80, 4, 9), uncounted).cell("XS"); !math.IsNaN(m.SE) {
		t.Errorf("a figure whose people nobody counted has an error of %v", m.SE)
	}
}

func TestTheWeakestCellCountsTwice(t *testing.T) {
	s := team(t)
	m := s.meanMin("self", []Measure{leaf("a", FromActs, 90, 2, 9), leaf("b", FromActs, 30, 2, 9), leaf("c", FromActs, 60, 2, 9)})
	if math.Abs(m.Value-(.7*60+.3*30)) > 1e-12 || math.Abs(m.Parts[1].Weight-(.7/3+.3)) > 1e-12 {
		t.Errorf("%+v", m)
	}
	bound := mostError(m)
	f := newFormula(s.model)
	f.add(m)
	if se := f.bootstrap(s.model, "a", s.on, []string{"self"}).of["self"].se; !(se > 0 && se < bound) {
		t.Errorf("its drawn error %v is not within the bound of %v", se, bound)
	}
}

func TestAViewNeedsWhatTheSurveySays(t *testing.T) {
	model := aModel(t)
	trust := &model.Views[0]
	kept := leaf("commitments-kept", FromActs, 50, 3, 9)
	if m := knowing(t, kept).subject.view(trust); m.Status != Insufficient || m.Lack.Of != WantBallots {
		t.Errorf("without a survey trust is %+v", m)
	}
	m := knowing(t, kept, leaf("items:confiance", FromSurvey, 70, 3, 12)).subject.view(trust)
	if want := (.6*70 + .2*50) / .8; m.Status != OK || math.Abs(m.Value-want) > 1e-12 {
		t.Errorf("trust is %v, want %v", m.Value, want)
	}
}

func TestTheCareChainIsCappedUntilReceiversJudge(t *testing.T) {
	for _, c := range []struct{ coverage, want float64 }{{29, 60}, {30, 80}} {
		var figures []Measure
		for _, d := range care.Dimensions {
			figures = append(figures, leaf("items:"+string(d), FromSurvey, 80, 3, 12))
		}
		s := knowing(t, append(figures, leaf("receiver-coverage", FromReceivers, c.coverage, 2, 40))...)
		for _, id := range []string{"ST2", "owner-assigned", "commitments-kept", "trained", "delegation-outcome", "received"} {
			s.known[id] = leaf(id, FromActs, 80, 3, 9)
		}
		m := newCard(s.subject, norm{}).figure(careChain)
		if m.Status != OK || math.Abs(m.Value-c.want) > 1e-9 {
			t.Errorf("with %v %% judged the chain is %v, want %v", c.coverage, m.Value, c.want)
		}
	}
}

func TestRetaliationIsHandledWhenItIsClosed(t *testing.T) {
	s := team(t)
	s.dossier.Incidents = append(s.dossier.Incidents, evidence.Incident{
		Moment: s.ago(20), ID: "i", Category: evidence.Retaliation, Severity: 2,
		Steps: []evidence.Step{s.step(evidence.Owned, 19)},
	})
	if r := newCard(s.again().subject, norm{}).noRetaliation(0); r.met || !math.IsInf(r.missedBy, 1) {
		t.Errorf("owned and open: %+v", r)
	}
	s.dossier.Incidents[0].Steps = append(s.dossier.Incidents[0].Steps, s.step(evidence.Closed, 3))
	if r := newCard(s.again().subject, norm{}).noRetaliation(0); !r.met {
		t.Errorf("closed: %+v", r)
	}
}
