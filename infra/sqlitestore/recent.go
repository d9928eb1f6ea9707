package sqlitestore

// recent keeps what was used last, within a limit on its weight: it holds between one
// and two limits once it is full. It is two maps; what is used moves to the young one,
// and when that is full the old one is dropped.
type recent[K comparable, V any] struct {
	limit, weight int
	young, old    map[K]V
	weigh         func(V) int // nil when each weighs one
}

func newRecent[K comparable, V any](limit int, weigh func(V) int) *recent[K, V] {
	return &recent[K, V]{limit: limit, young: map[K]V{}, weigh: weigh}
}

func (r *recent[K, V]) get(k K) (V, bool) {
	if v, ok := r.young[k]; ok {
		return v, true
	}
	v, ok := r.old[k]
	if ok {
		r.put(k, v)
	}
	return v, ok
}

func (r *recent[K, V]) put(k K, v V) {
	if r.weight >= r.limit {
		r.young, r.old, r.weight = make(map[K]V, len(r.young)/2), r.young, 0
	}
	r.young[k] = v
	if r.weigh == nil {
		r.weight++
		return
	}
	r.weight += r.weigh(v)
}

// grow counts weight that a value put in before has gained.
func (r *recent[K, V]) grow(weight int) { r.weight += weight }

func (r *recent[K, V]) clear() { r.young, r.old, r.weight = map[K]V{}, nil, 0 }
