package maturity

import "container/list"

// recent keeps what was used last, up to a number of things.
type recent[K comparable, V any] struct {
	most  int
	order *list.List // of kept, newest first
	at    map[K]*list.Element
}

type kept[K comparable, V any] struct {
	key   K
	value V
}

func keep[K comparable, V any](most int) *recent[K, V] {
	return &recent[K, V]{most, list.New(), map[K]*list.Element{}}
}

func (r *recent[K, V]) get(key K) (value V, ok bool) {
	e, ok := r.at[key]
	if !ok {
		return value, false
	}
	r.order.MoveToFront(e)
	k, ok := e.Value.(kept[K, V])
	return k.value, ok
}

func (r *recent[K, V]) put(key K, value V) {
	if e, known := r.at[key]; known {
		e.Value = kept[K, V]{key, value}
		r.order.MoveToFront(e)
		return
	}
	r.at[key] = r.order.PushFront(kept[K, V]{key, value})
	if r.order.Len() > r.most {
		if last, ok := r.order.Remove(r.order.Back()).(kept[K, V]); ok {
			delete(r.at, last.key)
		}
	}
}
