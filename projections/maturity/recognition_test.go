package maturity

import (
	"math"
	"testing"

	"soin/projections/evidence"
	"soin/projections/fold"
)

// thanks tells that somebody recognised others, oldest first.
func (s *tale) thank(daysAgo int, kind evidence.Kind, from string, to ...string) {
	for _, who := range to {
		s.dossier.Recognitions = append(s.dossier.Recognitions, evidence.Recognition{
			Moment: s.ago(daysAgo), From: s.word(from), To: s.word(who), Kind: kind,
		})
	}
}

func (s *tale) managedBy(member string) {
	at := s.ago(2000)
	s.dossier.Managers = append(s.dossier.Managers, fold.Change[fold.Word]{At: at.At, Since: at.In, Value: s.word(member)})
}

// recognised is fourteen recognitions among twelve people, two of them relational.
func recognised(t testing.TB) *tale {
	s := team(t).people(12)
	s.managedBy("m")
	s.thank(120, evidence.Result, "m", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10")
	s.thank(60, evidence.Relational, "p1", "m")
	s.thank(50, evidence.Result, "p2", "m")
	s.thank(40, evidence.Relational, "p3", "p4")
	s.thank(30, evidence.Effort, "p5", "p6")
	return s
}

func TestRecognitionIsReachEvennessReciprocityAndRelation(t *testing.T) {
	s := recognised(t)
	s.is("recognition-reach", 100*11.0/12)
	s.is("PT2", 20) // two of ten
	s.is("relational-share", 100*2.0/14)
	g, ok := s.recognitionConcentration()
	near(t, "G*", g, 38.0/(11*14), 1e-9)
	s.is("PT1", .40*100*11.0/12+.25*100*(1-38.0/154)+.20*20+.15*100*(2.0/14)/.30)
	if r := s.ring(); r.Found || !ok {
		t.Errorf("ring %+v, concentration %t", r, ok)
	}
}

func TestRecognitionNeedsEnoughOfItInItsWindow(t *testing.T) {
	s := team(t)
	s.thank(180, evidence.Result, "a", "b")
	for i := range 9 {
		s.thank(179-10*i, evidence.Result, "a", string(rune('c'+i)))
	}
	s.thank(-1, evidence.Result, "a", "b")
	s.lacks("PT1", 9, 10, WantRecognitions)
	s.lacks("PT2", 0, 5, WantMembers)
	s.asOf(-1).measure("PT1")
	if m := s.measure("PT1"); m.Status != OK {
		t.Errorf("the day before: %s, %+v", m.Status, m.Lack)
	}
}

func TestRepeatsAndQuickRepliesWeighLess(t *testing.T) {
	s := team(t)
	s.thank(120, evidence.Result, "a", "b")
	s.thank(100, evidence.Result, "a", "b")
	s.thank(80, evidence.Result, "a", "b")
	s.thank(73, evidence.Result, "b", "a")
	s.thank(72, evidence.Result, "c", "a") // of no pair
	s.thank(29, evidence.Result, "a", "b") // the one of day 120 is forgotten
	want := []float64{1, .5, 1.0 / 3, .25, 1, 1.0 / 3}
	for i, x := range s.thanks() {
		if math.Abs(x.weight-want[i]) > 1e-12 {
			t.Errorf("the one of day %d weighs %v, want %v", s.on.Days(x.At.Date()), x.weight, want[i])
		}
	}
}

func TestARingMakesRecognitionUnknown(t *testing.T) {
	s := team(t)
	ring := []string{"a", "b", "c", "d"}
	for i, from := range ring {
		for j, to := range ring {
			if i != j {
				s.thank(160-20*i-3*j, evidence.Result, from, to)
			}
		}
	}
	others := []string{"e", "f", "g", "h", "i", "j"}
	for i := range 8 {
		s.thank(70-5*i, evidence.Result, others[i%6], others[(i+1+i/6)%6])
	}
	s.tracing = true
	r := s.ring()
	if !r.Found || r.Members != 4 || r.Inside != 1 || len(r.Positions) != 12 {
		t.Fatalf("%+v", r)
	}
	near(t, "of total", r.OfTotal, 12.0/20, 1e-9)
	s.lacks("PT1", 4, 0, WantNoRing)
	s.lacks("PT2", 4, 0, WantNoRing)
	few := *s.dossier
	few.Recognitions = append(few.Recognitions[:12:12], few.Recognitions[12:]...)
	for i := range 12 { // twelve of thirty-two are no ring
		s.thank(28-i, evidence.Result, others[i%6], string(rune('k'+i)))
	}
	if r := s.again().ring(); r.Found {
		t.Errorf("%+v", r)
	}
	s.dossier = &few
	for i := range 12 { // now the four give away half of it
		s.thank(28-i, evidence.Result, ring[i%4], others[i/4+1])
	}
	if r := s.again().ring(); r.Found {
		t.Errorf("%+v", r)
	}
}

func TestABurstOfRecognitionDoesNotCount(t *testing.T) {
	s := team(t)
	for i := range 13 {
		s.thank(176-12*i, evidence.Result, "a", string(rune('b'+i)))
	}
	for i := range 10 {
		s.thank(13-i, evidence.Result, "z", string(rune('b'+i)))
	}
	b := s.burst()
	usual := 23 * 14.0 / 180
	near(t, "limit", b.Limit, usual+3*math.Sqrt(usual), 1e-9)
	if !b.Found || b.Count != 10 || b.Excess != 5 || len(s.thanks()) != 18 || len(b.Positions) != 5 {
		t.Errorf("%+v, %d left", b, len(s.thanks()))
	}
}

func TestAPrizeIsOneRecognitionOfEachWhoTookPart(t *testing.T) {
	prize := func(nominator string, ratings int) *tale {
		s := team(t)
		for i := range 8 {
			s.thank(100-3*i, evidence.Result, string(rune('a'+i)), string(rune('b'+i)))
		}
		s.dossier.Initiatives = []evidence.Initiative{{
			Moment: s.ago(150), ID: "garden", Axis: evidence.Planet, Participants: []fold.Word{s.word("a"), s.word("b")},
		}}
		step := s.step(evidence.Nominated, 60)
		step.By = s.word(nominator)
		s.dossier.Prizes = []evidence.Prize{{Moment: s.ago(50), Initiative: "garden", Steps: []evidence.Step{step}}}
		if ratings > 0 {
			s.voiced(evidence.OfCare, evidence.Planet, 80, 5, 5, 5, 5, 5)
		}
		return s
	}
	s := prize("z", 5)
	s.is("relational-share", 20) // two of ten
	if at := s.prizeIgnored(); len(at) != 0 {
		t.Errorf("ignored at %v", at)
	}
	for name, s := range map[string]*tale{"self-nominated": prize("a", 5), "without receivers": prize("z", 0)} {
		s.lacks("PT1", 8, 10, WantRecognitions)
		if at := s.prizeIgnored(); len(at) != 1 {
			t.Errorf("%s: ignored at %v", name, at)
		}
	}
	often := prize("z", 5)
	often.dossier.Prizes = append(often.dossier.Prizes, often.dossier.Prizes[0])
	often.lacks("PT1", 8, 10, WantRecognitions)
}
