package parking

// Limits of what waits. A fact counts with the bytes of its payload; envelopes and what is
// known of a fact add some hundred bytes to each.
const (
	MaxOfSubject      = 1_000   // facts of one subject
	MaxInAll          = 100_000 // facts
	MaxBytesOfSubject = 8 << 20
	MaxBytesInAll     = 512 << 20
)

// amount is how much something is.
type amount struct{ facts, bytes int }

func amountOf(waiting []*space) (a amount) {
	for _, s := range waiting {
		a.bytes += s.size
	}
	a.facts = len(waiting)
	return a
}

func (a amount) plus(b amount) amount  { return amount{a.facts + b.facts, a.bytes + b.bytes} }
func (a amount) minus(b amount) amount { return amount{a.facts - b.facts, a.bytes - b.bytes} }

// within reports whether it is no more than some limits.
func (a amount) within(facts, bytes int) bool { return a.facts <= facts && a.bytes <= bytes }

// reserve counts facts that are about to be parked: the first ones, as many as there is
// room for. Full is the refusal of the others.
func (p *Parking) reserve(stream string, facts []Early) (room int, full *FullError) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var here amount
	if l := p.lots[stream]; l != nil {
		here = amountOf(l.waiting)
	}
	for _, f := range facts {
		one := amount{1, len(f.Raw.Data)}
		here = here.plus(one)
		switch {
		case !here.within(MaxOfSubject, MaxBytesOfSubject):
			return room, &FullError{stream}
		case !p.held.plus(one).within(MaxInAll, MaxBytesInAll):
			return room, &FullError{}
		}
		p.held = p.held.plus(one)
		room++
	}
	return room, nil
}

// unreserve takes back what was reserved and not parked.
func (p *Parking) unreserve(reserved []Early, parked amount) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all amount
	for _, f := range reserved {
		all = all.plus(amount{1, len(f.Raw.Data)})
	}
	p.held = p.held.minus(all.minus(parked))
}
