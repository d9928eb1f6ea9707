package vault

// recent keeps the persons that were met last, between one and two limits once it is full.
type recent struct {
	limit      int
	young, old map[Name]*Person
}

func newRecent(limit int) *recent { return &recent{limit: limit, young: map[Name]*Person{}} }

func (r *recent) get(n Name) (*Person, bool) {
	if p, ok := r.young[n]; ok {
		return p, true
	}
	p, ok := r.old[n]
	if ok {
		r.put(n, p)
	}
	return p, ok
}

func (r *recent) put(n Name, p *Person) {
	if len(r.young) >= r.limit {
		r.young, r.old = map[Name]*Person{}, r.young
	}
	r.young[n] = p
}
