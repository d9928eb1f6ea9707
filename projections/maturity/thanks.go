package maturity

import (
	"cmp"
	"math"
	"slices"

	"soin/domain/event"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// thank is one recognition and how much it counts: less when it repeats an earlier one,
// and less when it answers one that was just received.
type thank struct {
	*evidence.Recognition
	weight float64
}

// burst is a sudden rush of recognition.
type burst struct {
	Count     int     // in the last days
	Usual     float64 // per as many days
	Limit     float64 // above which it is a burst
	Excess    int     // that does not count
	Positions []event.Position
	Found     bool
}

// burst compares the last days with what is usual.
func (s *subject) burst() burst {
	if s.memo.burst == nil {
		rule := s.model.Flags.Burst
		b, all, now, before := burst{}, 0, s.window(rule.Days), s.window(rule.Window)
		for i := range s.dossier.Recognitions {
			r := &s.dossier.Recognitions[i]
			all += one(before.has(r.Moment))
			b.Count += one(now.has(r.Moment))
		}
		b.Usual = float64(all) * float64(rule.Days) / float64(rule.Window)
		b.Limit = b.Usual + float64(rule.Sigma*math.Sqrt(b.Usual))
		if b.Found = float64(b.Count) > b.Limit; b.Found {
			b.Excess = b.Count - int(b.Limit)
			for _, r := range s.given()[len(s.given())-b.Excess:] {
				b.Positions = append(b.Positions, r.In)
			}
		}
		s.memo.burst = &b
	}
	return *s.memo.burst
}

// given are all recognitions by the as-of date.
func (s *subject) given() []evidence.Recognition {
	list, past := s.dossier.Recognitions, s.past()
	for len(list) > 0 && !past.has(list[len(list)-1].Moment) {
		list = list[:len(list)-1]
	}
	return list
}

// counted are those that are no excess of a burst.
func (s *subject) counted() []evidence.Recognition {
	list := s.given()
	return list[:len(list)-s.burst().Excess]
}

// thanks are the recognitions of PT1's window with their weights.
func (s *subject) thanks() []thank {
	if s.memo.thanks == nil {
		list := s.weigh()
		s.memo.thanks = &list
	}
	return *s.memo.thanks
}

// weigh gives a recognition the weight 1/(1 + earlier ones of the same two people, in the
// same direction, in the days before), and a part of that to a quick reply.
func (s *subject) weigh() []thank {
	rule, window := s.model.Flags.Ring, s.window(s.indicator("PT1").Window)
	all := s.counted()
	before := s.window(s.indicator("PT1").Window + rule.Days)
	pairs := make([]thank, 0, len(all))
	for i := range all {
		if r := &all[i]; before.has(r.Moment) && r.From != r.To {
			pairs = append(pairs, thank{r, 1})
		}
	}
	order := make([]int32, len(pairs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		p, q := &pairs[a], &pairs[b]
		return cmp.Or(cmp.Compare(min(p.From, p.To), min(q.From, q.To)),
			cmp.Compare(max(p.From, p.To), max(q.From, q.To)), cmp.Compare(a, b))
	})
	for i, at := range order {
		if window.has(pairs[at].Moment) {
			s.discount(pairs, order[:i], &pairs[at])
		}
	}
	return slices.DeleteFunc(pairs, func(t thank) bool { return !window.has(t.Moment) })
}

// discount looks back over the earlier recognitions of the same two people.
func (s *subject) discount(pairs []thank, earlier []int32, t *thank) {
	rule := s.model.Flags.Ring
	repeats, reply := 0, false
	for _, i := range slices.Backward(earlier) {
		e := &pairs[i]
		same, back := e.From == t.From && e.To == t.To, e.From == t.To && e.To == t.From
		gone := days(e.At, t.At)
		if !same && !back || gone > rule.Days {
			break
		}
		repeats += one(same)
		reply = reply || back && gone <= rule.Reply
	}
	t.weight = 1 / float64(1+repeats)
	if reply {
		t.weight *= rule.ReplyAt
	}
}

// awards are the participants whom juries recognised in PT1's window: each counts as one
// relational recognition.
func (s *subject) awards() []fold.Word {
	var people []fold.Word
	window := s.window(s.indicator("PT1").Window)
	for i := range s.dossier.Prizes {
		p := &s.dossier.Prizes[i]
		if in := s.awarded(p); in != nil && window.has(p.Moment) && !s.ignores(p, in) {
			people = append(people, in.Participants...)
		}
	}
	return people
}

// awarded is the initiative that a prize is for, nil when nothing was told of it by the
// as-of date.
func (s *subject) awarded(p *evidence.Prize) *evidence.Initiative {
	past := s.past()
	for i := range s.dossier.Initiatives {
		if in := &s.dossier.Initiatives[i]; in.ID == p.Initiative && past.has(in.Moment) {
			return in
		}
	}
	return nil
}

// ignores holds for a prize that nominated itself, that no receiver's rating backs, or
// that a team keeps winning.
func (s *subject) ignores(p *evidence.Prize, in *evidence.Initiative) bool {
	past := s.past()
	for _, step := range p.Steps {
		if step.Kind == evidence.Nominated && past.has(step.Moment) && slices.Contains(in.Participants, step.By) {
			return true
		}
	}
	backed := slices.ContainsFunc(s.releases(), func(r *evidence.Release) bool {
		return r.Kind == evidence.OfCare && r.Axis == in.Axis && r.Period.End >= int32(in.At.Date())
	})
	return !backed || s.monopolises()
}

// monopolises holds for a team that won more than once, and more than a share of all
// prizes there were.
func (s *subject) monopolises() bool {
	rule := s.model.Flags.Prize
	w, own, all := s.window(rule.Days), 0, 0
	for i := range s.dossier.Prizes {
		own += one(w.has(s.dossier.Prizes[i].Moment))
	}
	if own < 2 {
		return false
	}
	for _, editions := range s.evidence.Folded().Nominees { // a count has no order
		for _, n := range editions {
			all += one(n.Awarded != nil && w.has(*n.Awarded))
		}
	}
	return float64(own) > rule.Share*float64(max(own, all))
}
