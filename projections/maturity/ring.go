package maturity

import (
	"cmp"
	"slices"

	"soin/domain/event"
	"soin/projections/fold"
	"soin/projections/stats"
)

// ring is a few people who recognise each other and hardly anybody else.
type ring struct {
	Members   int
	Inside    float64 // share 0..1 of what they give that stays among them
	OfTotal   float64 // share 0..1 of the team's recognition that this is
	Positions []event.Position
	Found     bool

	who []fold.Word
}

// giver is a member with what they gave to whom.
type giver struct {
	who   fold.Word
	first int // place of their first recognition in the order of the world
	given float64
	keeps float64 // the most that could stay in a ring: their largest gifts
	gifts []gift  // largest first
}

type gift struct {
	to     fold.Word
	weight float64
}

// ring finds the set that keeps most of the team's recognition to itself.
func (s *subject) ring() ring {
	if s.memo.ring == nil {
		r := s.findRing()
		s.memo.ring = &r
	}
	return *s.memo.ring
}

func (s *subject) findRing() ring {
	rule := s.model.Flags.Ring
	hunt := hunt{least: rule.Inside, share: rule.OfTotal}
	var total stats.Sum
	for _, t := range s.thanks() {
		total.Add(t.weight)
	}
	hunt.total = total.Total()
	hunt.givers = givers(s.thanks(), rule.MaxSize)
	hunt.size = min(rule.MaxSize, max(s.headcount(), len(hunt.givers))/2) // a ring leaves others out: it is half of the team at most
	if hunt.total == 0 || hunt.size < 2 {
		return ring{}
	}
	hunt.extend(make([]*giver, 0, hunt.size), 0, 0)
	best := hunt.best
	if best.Found && s.tracing {
		for _, t := range s.thanks() {
			if slices.Contains(best.who, t.From) && slices.Contains(best.who, t.To) {
				best.Positions = append(best.Positions, t.In)
			}
		}
	}
	return best
}

// givers are those who gave, by what they could keep inside a ring of some size.
func givers(thanks []thank, size int) []giver {
	order := make([]int, len(thanks))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(thanks[a].From, thanks[b].From), cmp.Compare(thanks[a].To, thanks[b].To), cmp.Compare(a, b))
	})
	list, gifts := []giver{}, make([]gift, 0, len(thanks)) // which never moves
	for _, i := range order {
		t := &thanks[i]
		if len(list) == 0 || list[len(list)-1].who != t.From {
			list = append(list, giver{who: t.From, first: i, gifts: gifts[len(gifts):]})
		}
		g := &list[len(list)-1]
		if n := len(g.gifts); n == 0 || g.gifts[n-1].to != t.To {
			gifts = append(gifts, gift{to: t.To})
			g.gifts = g.gifts[:n+1]
		}
		g.gifts[len(g.gifts)-1].weight += t.weight
		g.first = min(g.first, i)
	}
	for i := range list {
		list[i].weigh(size)
	}
	slices.SortFunc(list, func(a, b giver) int {
		return cmp.Or(cmp.Compare(b.keeps, a.keeps), cmp.Compare(a.first, b.first))
	})
	return list
}

// weigh adds up what somebody gave, and what of it could stay among as many as size.
func (g *giver) weigh(size int) {
	slices.SortStableFunc(g.gifts, func(a, b gift) int { return cmp.Compare(b.weight, a.weight) })
	for j, x := range g.gifts {
		g.given += x.weight
		if j < size-1 {
			g.keeps += x.weight
		}
	}
}

// hunt is the search for rings, from those on who could keep most to themselves.
type hunt struct {
	givers []giver
	size   int
	total  float64
	least  float64 // share of what members give that must stay inside
	share  float64 // of the total that this must be
	best   ring
}

// extend tries every set that adds givers from a place on. It gives up where even the
// largest gifts of those to come could not make up a large enough share.
func (h *hunt) extend(set []*giver, from int, keeps float64) {
	if len(set) > 1 && keeps >= h.share*h.total {
		h.consider(set)
	}
	for i := from; i < len(h.givers) && len(set) < h.size; i++ {
		room := float64(h.size - len(set))
		if keeps+float64(room*h.givers[i].keeps) < h.share*h.total {
			return
		}
		h.extend(append(set, &h.givers[i]), i+1, keeps+h.givers[i].keeps)
	}
}

func (h *hunt) consider(set []*giver) {
	inside, given := 0.0, 0.0
	for _, g := range set {
		given += g.given
		for _, x := range g.gifts {
			if slices.ContainsFunc(set, func(other *giver) bool { return other.who == x.to }) {
				inside += x.weight
			}
		}
	}
	if inside < h.least*given || inside < h.share*h.total || inside <= h.best.OfTotal*h.total {
		return
	}
	h.best = ring{Members: len(set), Inside: inside / given, OfTotal: inside / h.total, Found: true}
	for _, g := range set {
		h.best.who = append(h.best.who, g.who)
	}
}
