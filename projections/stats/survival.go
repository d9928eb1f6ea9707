package stats

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Survival is the estimated share of cases that are still open a time after their begin
// (Kaplan & Meier 1958, JASA 53:457-481), with the error of Greenwood 1926. It falls at
// the distinct times of events, which its lists name in order. The share is undefined past
// the last time of all unless nothing was open any more.
type Survival struct {
	Times  []float64 // at which events happened, ascending
	S      []float64 // share still open from that time on
	SE     []float64 // its standard error; 0 where S is 0, as without censoring
	AtRisk []int     // cases that were open just before
	Events []int     // events at that time

	ended []float64 // the times of all cases, ascending
}

// KaplanMeier estimates how long cases stay open from the time of each and whether it
// ended in the event; otherwise it was still open then (censored). At equal times events
// come before censorings. A case whose time is negative or no number, or that has no
// partner in the other list, does not count.
func KaplanMeier(times []float64, events []bool) Survival {
	type ending struct {
		time  float64
		event bool
	}
	var cases []ending
	n := min(len(times), len(events))
	times, events = times[:n], events[:n]
	for i, t := range times {
		if t >= 0 && !math.IsInf(t, 1) {
			cases = append(cases, ending{t, events[i]})
		}
	}
	slices.SortStableFunc(cases, func(a, b ending) int { return cmp.Compare(a.time, b.time) })
	var s Survival
	for _, c := range cases {
		s.ended = append(s.ended, c.time)
		switch last := len(s.Times) - 1; {
		case !c.event:
		case last >= 0 && s.Times[last] == c.time:
			s.Events[last]++
		default:
			s.Times, s.Events = append(s.Times, c.time), append(s.Events, 1)
		}
	}
	s.estimate()
	return s
}

func (s *Survival) estimate() {
	share := 1.0
	var hazard Sum // of Greenwood's formula
	for i, t := range s.Times {
		n, d := s.open(t), s.Events[i]
		share = float64(share*float64(n-d)) / float64(n)
		se := 0.0
		if n > d {
			hazard.Add(greenwood(n, d))
			se = share * math.Sqrt(hazard.Total())
		}
		s.AtRisk, s.S, s.SE = append(s.AtRisk, n), append(s.S, share), append(s.SE, se)
	}
}

func greenwood(n, d int) float64 { return float64(d) / (float64(n) * float64(n-d)) }

// open counts the cases open just before a time.
func (s Survival) open(t float64) int {
	return len(s.ended) - sort.SearchFloat64s(s.ended, t)
}

// At is the share still open after a time, and its standard error. Both are NaN where the
// share is undefined.
func (s Survival) At(t float64) (share, se float64) {
	if !(t <= s.known()) {
		return math.NaN(), math.NaN()
	}
	i := sort.Search(len(s.Times), func(i int) bool { return s.Times[i] > t })
	if i == 0 {
		return 1, 0
	}
	return s.S[i-1], s.SE[i-1]
}

// known is the last time at which the share is defined: -Inf without any case.
func (s Survival) known() float64 {
	switch {
	case len(s.ended) == 0:
		return math.Inf(-1)
	case len(s.S) > 0 && s.S[len(s.S)-1] == 0:
		return math.Inf(1)
	}
	return s.ended[len(s.ended)-1]
}

// Median is the first time at which at most half are still open. When that never was, it
// is not reached, and the time is NaN.
func (s Survival) Median() (median float64, reached bool) {
	for i, share := range s.S {
		if share <= 0.5+1e-12 {
			return s.Times[i], true
		}
	}
	return math.NaN(), false
}
