package evidence

import (
	"slices"

	"soin/domain/event"
	"soin/projections/fold"
)

// strand finds the records of one kind of thread by id. It remembers by what a record is
// ordered and not its index, because a fact that comes late moves those after it. It is
// no part of a snapshot: what it holds follows from the lists.
type strand[T thread] struct{ places map[string]place }

type place struct {
	team *Dossier
	at   fold.Instant
}

// begin puts the record of a thread into a list of a team's. A thread begins once.
func (s *strand[T]) begin(team *Dossier, list *[]T, t T) {
	if _, begun := s.places[t.id()]; begun {
		return
	}
	s.remember(team, t)
	insert(list, t, compareThreads[T])
}

func (s *strand[T]) remember(team *Dossier, t T) {
	if s.places == nil {
		s.places = map[string]place{}
	}
	s.places[t.id()] = place{team, t.Happened().At}
}

// recall remembers the records of a list that was read from a snapshot.
func (s *strand[T]) recall(team *Dossier, list []T) {
	for _, t := range list {
		s.remember(team, t)
	}
}

// find is the record that a fact speaks of, with its team; nil when none began.
func (s *strand[T]) find(r event.Recorded, list func(*Dossier) *[]T) (*Dossier, *T) {
	return s.byID(r.Subject(), list)
}

func (s *strand[T]) byID(id string, list func(*Dossier) *[]T) (*Dossier, *T) {
	p, begun := s.places[id]
	if !begun {
		return nil, nil
	}
	records := *list(p.team)
	i, found := search(records, p.at, id)
	if !found {
		return nil, nil
	}
	return p.team, &records[i]
}

// end takes a record out again.
func (s *strand[T]) end(id string, list func(*Dossier) *[]T) {
	p, begun := s.places[id]
	if !begun {
		return
	}
	records := list(p.team)
	if i, found := search(*records, p.at, id); found {
		*records = slices.Delete(*records, i, i+1)
	}
	delete(s.places, id)
}

func search[T thread](records []T, at fold.Instant, id string) (int, bool) {
	low, high := 0, len(records)
	for low < high {
		i := (low + high) / 2
		if when := records[i].Happened().At; when < at || when == at && records[i].id() < id {
			low = i + 1
		} else {
			high = i
		}
	}
	return low, low < len(records) && records[low].Happened().At == at && records[low].id() == id
}
