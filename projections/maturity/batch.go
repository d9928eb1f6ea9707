package maturity

import (
	"math"

	"soin/projections"
	"soin/projections/evidence"
	"soin/projections/stats"
)

// batch is what a wave, a box of ratings or a month of feedback says: answers that came
// together and age together.
type batch struct {
	n    int
	mean float64
	s2   float64 // variance of the answers (n-1); NaN below two
	age  int     // days since it was closed
	at   evidence.Moment
}

// batchOf describes answers.
func batchOf(y []float64, age int, at evidence.Moment) batch {
	var sum, squares stats.Sum
	for _, v := range y {
		sum.Add(v)
	}
	n := float64(len(y))
	mean := sum.Total() / n
	for _, v := range y {
		squares.Add(float64((v - mean) * (v - mean)))
	}
	s2 := math.NaN()
	if len(y) > 1 {
		s2 = squares.Total() / (n - 1)
	}
	return batch{len(y), mean, s2, age, at}
}

// unit is a batch of voices as it may enter figures: the mean of few is coarse from here
// on, so that no sum, no weight and no second date gives it back (privacy: release units).
func (b batch) unit() batch {
	if b.n < fewVoices {
		b.mean = projections.Coarse(b.mean)
	}
	return b
}

// pooled is batches put together with the weight of their age.
type pooled struct {
	value, se float64
	n         int     // answers that count
	largest   int     // answers of the largest batch: the same people answer every wave
	effective float64 // equally weighted answers that know as much (Kish)
	newest    int     // age of the newest batch
	trail     trail
}

// pool weighs each batch by its size and 2^(-age/half-life); those of more than four
// half-lives do not count (scoring, 2.1). The error is that of a weighted mean of
// independent answers; a batch of one takes over the spread of the others.
func (s *subject) pool(batches []batch, halfLife int) pooled {
	p := pooled{value: math.NaN(), se: math.NaN(), newest: math.MaxInt, trail: s.trail()}
	spread := commonVariance(batches)
	var weight, squares, value, variance stats.Sum
	for _, b := range batches {
		d := s.decay(b.age, halfLife)
		if d == 0 || b.n == 0 {
			continue
		}
		n := float64(b.n)
		p.n += b.n
		p.largest = max(p.largest, b.n)
		p.newest = min(p.newest, b.age)
		p.trail.add(b.at)
		weight.Add(float64(d * n))
		squares.Add(float64(d*d) * n)
		value.Add(float64(d*n) * b.mean)
		if math.IsNaN(b.s2) {
			b.s2 = spread
		}
		variance.Add(float64(float64(d*d)*n) * b.s2)
	}
	if w := weight.Total(); w > 0 {
		p.value, p.effective = value.Total()/w, w*w/squares.Total()
		p.se = math.Sqrt(variance.Total()) / w
	}
	return p
}

// decay is the weight of evidence of an age in days.
func (s *subject) decay(age, halfLife int) float64 {
	if float64(age) > s.model.Statistics.DropAfter*float64(halfLife) {
		return 0
	}
	return stats.Decay(age, halfLife)
}

// commonVariance is that within batches, or without any larger than one, that between them.
func commonVariance(batches []batch) float64 {
	var squares stats.Sum
	freedom := 0
	for _, b := range batches {
		if b.n > 1 {
			squares.Add(float64(b.n-1) * b.s2)
			freedom += b.n - 1
		}
	}
	if freedom > 0 {
		return squares.Total() / float64(freedom)
	}
	means := make([]float64, len(batches))
	for i, b := range batches {
		means[i] = b.mean
	}
	_, sd, _ := stats.MeanSE(means)
	return sd * sd
}

// voice is a figure of pooled batches: missing below some answers, stale when the newest
// of them are too old.
func (s *subject) voice(basis Basis, p pooled, halfLife, minimum int, want Want) Measure {
	if p.n == 0 || p.n < minimum {
		return lacking("", p.n, max(1, minimum), want)
	}
	people := p.effective
	if basis != FromCustomers { // who are others each time
		people = math.Min(people, float64(p.largest))
	}
	m := s.figure(basis, p.value, p.se, people, p.trail)
	if float64(p.newest) > s.model.Statistics.StaleAfter*float64(halfLife) {
		m.Status = Stale
	}
	return m
}
