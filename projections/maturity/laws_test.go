package maturity

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soin/projections/evidence"
	"soin/projections/fold"
)

// all are the figures of the model.
func (s *tale) all() []string {
	var ids []string
	for _, i := range s.model.Indicators {
		ids = append(ids, i.ID)
	}
	for _, x := range terms() {
		ids = append(ids, x.id)
	}
	for _, v := range s.model.Views {
		ids = append(ids, "items:"+v.ID)
	}
	return ids
}

// act is one random fact: when it happened, and how to tell it.
type act struct {
	daysAgo int
	tell    func(s *tale)
}

// acts draws facts of all kinds, some of which are still to come.
func acts(t *rapid.T, least int) []act {
	members := rapid.SampledFrom([]string{"m", "a", "b", "c", "d", "e", "f", "g"})
	axes := rapid.SampledFrom([]evidence.Axis{evidence.Self, evidence.Team, evidence.Planet})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) act {
		n := rapid.IntRange(-40, 400).Draw(t, "days ago")
		later := n - rapid.IntRange(0, 60).Draw(t, "later")
		from, to := members.Draw(t, "from"), members.Draw(t, "to")
		rating := int8(rapid.IntRange(1, 5).Draw(t, "rating"))
		axis := axes.Draw(t, "axis")
		step := func(s *tale, kind evidence.StepKind, daysAgo int) evidence.Step {
			x := s.step(kind, daysAgo)
			x.Rating, x.Outcome = rating, evidence.Outcome(1+rating%3)
			x.Anticipated, x.Flag, x.Amount = rating > 3, rating > 2, float64(rating)
			return x
		}
		return act{n, []func(s *tale){
			func(s *tale) {
				s.irritant(n).Steps = []evidence.Step{step(s, evidence.Resolved, later), step(s, evidence.Confirmed, later-1)}
			},
			func(s *tale) {
				s.irritant(n).Steps = []evidence.Step{step(s, evidence.Resolved, later), step(s, evidence.Contested, later-9)}
			},
			func(s *tale) { s.irritant(n).Basic = true },
			func(s *tale) { s.need(n, axis, n-later).Member = s.word(to) },
			func(s *tale) { s.thank(n, evidence.Kind(rating), from, to) },
			func(s *tale) {
				d := s.delegate(to, rating, 1+rating%3)
				d.Moment = s.ago(n)
				d.Steps = []evidence.Step{step(s, evidence.Accepted, n), step(s, evidence.Completed, later)}
			},
			func(s *tale) { s.trains(n, to, "self-care", rating) },
			func(s *tale) { s.commit(axis, n, later, step(s, evidence.Kept, later)) },
			func(s *tale) { s.incident(n, step(s, evidence.Owned, later), step(s, evidence.Closed, later)) },
			func(s *tale) { s.feedback(n, evidence.CSAT, many(9, float64(rating))...) },
			func(s *tale) { s.voiced(evidence.OfCare, axis, n, rating, 5, 4, 3, rating) },
			func(s *tale) { s.voiced(evidence.OfError, evidence.NoAxis, n, rating, 5, 4, 3, rating) },
			func(s *tale) {
				s.dossier.Initiatives = append(s.dossier.Initiatives, evidence.Initiative{
					Moment: s.ago(n), Axis: axis, Participants: []fold.Word{s.word(from), s.word(to)}, Stakeholder: s.word("society"),
				})
			},
			func(s *tale) {
				s.dossier.Means = append(s.dossier.Means, evidence.Means{
					Moment: s.ago(n), Axis: axis, Hours: 3, Steps: []evidence.Step{step(s, evidence.Used, later)},
				})
			},
			func(s *tale) {
				s.released(n, "Q01 Q02 Q04 Q05 Q07 Q08 Q09 Q22 Q11 Q20",
					strings.Fields(strings.Repeat(strings.Repeat(string('0'+byte(rating)), 9)+"3 ", 6))...)
			},
		}[rapid.IntRange(0, 14).Draw(t, "kind")]}
	}), least, 120).Draw(t, "acts")
}

// story tells facts in the order of the world.
func story(t *testing.T, acts []act) *tale {
	s := team(t).people(9)
	s.managedBy("m")
	for day := 400; day >= -40; day-- {
		for _, a := range acts {
			if a.daysAgo == day {
				a.tell(s)
			}
		}
	}
	return s
}

func TestEveryFigureLiesWithinItsScaleOrIsMissing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := story(t, acts(r, 60))
		for _, id := range s.all() {
			m := s.measure(id)
			valued := m.Status == OK || m.Status == Stale
			if valued != (m.Value >= 0 && m.Value <= 100) || valued && (m.SE < 0 || m.Basis == 0) || math.IsNaN(m.Value) == valued {
				r.Fatalf("%s = %v ± %v, %s of %v", id, m.Value, m.SE, m.Status, m.Basis)
			}
			if !valued && (m.Lack.Of == "" || m.Lack.Need <= m.Lack.Have && m.Lack.Of != WantNoRing) {
				r.Fatalf("%s lacks %+v", id, m.Lack)
			}
		}
	})
}

// differs reports the first figure that two tales differ in, to the last bit.
func differs(a, b *tale) (string, bool) {
	for _, id := range a.all() {
		x, y := a.measure(id), b.measure(id)
		if math.Float64bits(x.Value) != math.Float64bits(y.Value) || math.Float64bits(x.SE) != math.Float64bits(y.SE) ||
			x.Status != y.Status || x.Lack != y.Lack {
			return id, false
		}
	}
	return "", true
}

func TestWhatIsStillToComeChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		all := acts(r, 40)
		var past []act
		for _, a := range all {
			if a.daysAgo >= 0 {
				past = append(past, a)
			}
		}
		if id, ok := differs(story(t, all), story(t, past)); !ok {
			r.Fatalf("%s knows the future", id)
		}
	})
}

// The numbers of words follow the order in which facts came in, and nothing else may.
func TestTheOrderOfArrivalChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		all := acts(r, 40)
		words := rapid.Permutation([]string{"m", "a", "b", "c", "d", "e", "f", "g", "society", "self-care"}).Draw(r, "words")
		other := team(t).people(9)
		for _, w := range words {
			other.word(w)
		}
		other.managedBy("m")
		for day := 400; day >= -40; day-- {
			for _, a := range all {
				if a.daysAgo == day {
					a.tell(other)
				}
			}
		}
		if id, ok := differs(story(t, all), other); !ok {
			r.Fatalf("%s depends on it", id)
		}
	})
}

func TestMoreConfirmedResolutionsNeverLowerIrritants(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := team(t)
		ages := rapid.SliceOfN(rapid.IntRange(1, 360), 8, 40).Draw(r, "ages")
		for _, age := range ages {
			s.irritant(age)
		}
		before := s.measure("XT3").Value
		for range rapid.IntRange(1, 20).Draw(r, "resolutions") {
			i := rapid.IntRange(0, len(ages)-1).Draw(r, "which")
			x := &s.dossier.Irritants[i]
			if len(x.Steps) > 0 {
				continue
			}
			after := rapid.IntRange(0, ages[i]).Draw(r, "after")
			s.after(after, evidence.Resolved)(x, ages[i])
			s.confirmed(after, 5)(x, ages[i])
			now := s.again().measure("XT3").Value
			if now < before-1e-9 {
				r.Fatalf("from %v to %v", before, now)
			}
			before = now
		}
	})
}

func TestEveryFigureNamesTheEvidenceBehindIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := story(t, acts(r, 60))
		s.tracing = true
		var look func(m Measure)
		look = func(m Measure) {
			if m.Rule == Leaf && m.Value > 0 && len(m.Evidence) == 0 {
				r.Fatalf("%s = %v names nothing", m.ID, m.Value)
			}
			for _, at := range m.Evidence {
				if at == 0 || at > s.next {
					r.Fatalf("%s names %d", m.ID, at)
				}
			}
			for _, p := range m.Parts {
				look(p.Measure)
			}
		}
		for _, id := range s.all() {
			look(s.measure(id))
		}
	})
}
