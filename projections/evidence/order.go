package evidence

import (
	"cmp"
	"slices"
	"strings"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections/fold"
)

// Subject is a digest (FNV-1a) of the id of the thing that a record tells of. It orders
// records of one moment, whatever the order in which they came in.
type Subject uint64

func (s Subject) subject() Subject { return s }

// subjectOf digests the words that tell one record from another.
func subjectOf(words ...string) Subject {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for _, word := range words {
		for i := range len(word) {
			h = (h ^ uint64(word[i])) * prime
		}
		h *= prime // a byte 0 after each
	}
	return Subject(h)
}

// moment is where a fact stands in time and in the log.
func moment(r event.Recorded) Moment { return Moment{At: fold.At(r.Time), In: r.Position} }

// act is a record of something told once.
type act interface {
	Happened() Moment
	subject() Subject
}

// thread is a record of a thing of which later facts speak.
type thread interface {
	Happened() Moment
	id() string
}

func compareActs[A act](a, b A) int {
	return cmp.Or(cmp.Compare(a.Happened().At, b.Happened().At), cmp.Compare(a.subject(), b.subject()))
}

func compareThreads[T thread](a, b T) int {
	return cmp.Or(cmp.Compare(a.Happened().At, b.Happened().At), strings.Compare(a.id(), b.id()))
}

// put gives a record its place in a list.
func put[A act](list *[]A, a A) { insert(list, a, compareActs[A]) }

// insert grows lists by a quarter, because there are millions of them.
func insert[E any](list *[]E, e E, compare func(a, b E) int) {
	if n := len(*list); n == cap(*list) {
		*list = append(make([]E, 0, n+n/4+1), *list...)
	}
	*list = fold.InOrder(*list, e, compare)
}

// include adds a word to a set that is sorted by what the words stand for.
func (s *dossiers) include(set *[]fold.Word, word fold.Word) {
	if !slices.Contains(*set, word) {
		insert(set, word, s.compareWords)
	}
}

func (s *dossiers) compareWords(a, b fold.Word) int {
	if a == b {
		return 0
	}
	return strings.Compare(s.Words.String(a), s.Words.String(b))
}

// step adds a later fact to those of a record.
func (s *dossiers) step(steps *[]Step, r event.Recorded, step Step) {
	step.Moment = moment(r)
	insert(steps, step, s.compareSteps)
}

func (s *dossiers) compareSteps(a, b Step) int {
	if c := cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Kind, b.Kind)); c != 0 {
		return c
	}
	return cmp.Or(
		s.compareWords(a.By, b.By),
		cmp.Compare(a.Rating, b.Rating), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Outcome, b.Outcome),
		cmp.Compare(a.Amount, b.Amount), compareBools(a.Flag, b.Flag), compareBools(a.Anticipated, b.Anticipated),
	)
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// StepsBy are those of some steps that happened by the end of a date.
func StepsBy(steps []Step, on calendar.Date) []Step {
	n := len(steps)
	for n > 0 && !steps[n-1].At.By(on) {
		n--
	}
	return steps[:n:n]
}
