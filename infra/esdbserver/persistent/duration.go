package persistent

import (
	"fmt"
	"slices"
	"time"
)

// durations are the last ones of something, at most so many.
type durations struct {
	last []time.Duration
	next int
}

const maxDurations = 1000

func (d *durations) add(t time.Duration) {
	if len(d.last) < maxDurations {
		d.last = append(d.last, t)
		return
	}
	d.last[d.next] = t
	d.next = (d.next + 1) % maxDurations
}

// Measurement is a figure about the time a consumer takes, in milliseconds.
type Measurement struct {
	Key   string
	Value int64
}

// measure gives the figures that the database gives, by their names there; quantiles are
// those of the nearest rank.
func (d *durations) measure() []Measurement {
	if len(d.last) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(d.last))
	var sum time.Duration
	for _, t := range sorted {
		sum += t
	}
	rank := func(permille int) time.Duration {
		return sorted[max(0, (len(sorted)*permille+999)/1000-1)]
	}
	out := []Measurement{{"Mean", (sum / time.Duration(len(sorted))).Milliseconds()}}
	add := func(key string, t time.Duration) { out = append(out, Measurement{key, t.Milliseconds()}) }
	add("Median", rank(500))
	add("Fastest", sorted[0])
	for i := 1; i <= 5; i++ {
		add(fmt.Sprintf("Quintile %d", i), rank(200*i))
	}
	add("90%", rank(900))
	add("95%", rank(950))
	add("99%", rank(990))
	add("99.5%", rank(995))
	add("99.9%", rank(999))
	add("Highest", sorted[len(sorted)-1])
	return out
}
