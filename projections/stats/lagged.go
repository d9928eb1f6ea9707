package stats

import "math"

// life is a team's months, EX beside CX.
type life struct{ ex, cx []float64 }

// enough gives the teams with enough months that have both EX and CX, and the number of
// these months.
func enough(ex, cx [][]float64) (lives []life, months int) {
	long := width(ex)
	long = max(long, width(cx))
	overlaps := make([]int, min(len(ex), len(cx)))
	many := 0
	for i := range overlaps {
		for t := range long {
			if both(answer(ex[i], t), answer(cx[i], t)) {
				overlaps[i]++
			}
		}
		if overlaps[i] >= fewestMonthsEach {
			many++
		}
	}
	fewest := fewestMonths
	if many >= manyTeams {
		fewest = fewestMonthsEach
	}
	for i, overlap := range overlaps {
		if overlap >= fewest {
			lives = append(lives, life{calendar(ex[i], long), calendar(cx[i], long)})
			months += overlap
		}
	}
	if len(lives) == 1 {
		lives[0] = lives[0].span()
	}
	return lives, months
}

func both(a, b float64) bool { return !math.IsNaN(a) && !math.IsNaN(b) }

// calendar is a row brought to a length by months without a batch.
func calendar(row []float64, long int) []float64 {
	months := make([]float64, long)
	for t := range months {
		months[t] = answer(row, t)
	}
	return months
}

// span cuts off what lies before the first and after the last month with both.
func (l life) span() life {
	first, last := 0, len(l.ex)-1
	for first < last && !both(l.ex[first], l.cx[first]) {
		first++
	}
	for first < last && !both(l.ex[last], l.cx[last]) {
		last--
	}
	return life{l.ex[first : last+1], l.cx[first : last+1]}
}

// changes are the differences from each number to the next; NaN beside a NaN.
func changes(series []float64) []float64 {
	differences := make([]float64, max(len(series)-1, 0))
	for t := range differences {
		differences[t] = series[t+1] - series[t]
	}
	return differences
}

// lagged is the correlation of a_t and c_{t+k}, pooled over rows, for k = -most..most.
func lagged(a, c [][]float64, most int) []float64 {
	byLag := make([]float64, 2*most+1)
	for i := range byLag {
		k := i - most
		var m moments
		for row := range a {
			x, y := a[row], c[row]
			if k < 0 {
				x = x[min(-k, len(x)):]
			} else {
				y = y[min(k, len(y)):]
			}
			m.add(x, y)
		}
		byLag[i] = m.correlation()
	}
	return byLag
}

// peak is the largest |c| and where it is; NaN when there is none.
func peak(byLag []float64) (highest float64, at int) {
	highest = math.NaN()
	for i, c := range byLag {
		if m := math.Abs(c); !math.IsNaN(m) && !(m <= highest) {
			highest, at = m, i
		}
	}
	return highest, at
}

// moments are sums over pairs of numbers. Sums over one row, of some dozen months, are
// plain; those over teams are compensated.
type moments struct {
	n                int
	x, y, xx, yy, xy Sum
}

// add takes in the pairs of two rows that both have a number.
func (m *moments) add(x, y []float64) {
	var sx, sy, sxx, syy, sxy float64
	n := min(len(x), len(y))
	x, y = x[:n], y[:n]
	for t, v := range x {
		w := y[t]
		product := float64(v * w)
		if math.IsNaN(product) {
			continue
		}
		m.n++
		sx += v
		sy += w
		sxx += float64(v * v)
		syy += float64(w * w)
		sxy += product
	}
	m.x.Add(sx)
	m.y.Add(sy)
	m.xx.Add(sxx)
	m.yy.Add(syy)
	m.xy.Add(sxy)
}

// correlation is Pearson's; NaN for too few pairs and when a side does not vary.
func (m *moments) correlation() float64 {
	n := float64(m.n)
	xx, yy := float64(n*m.xx.Total()), float64(n*m.yy.Total())
	vx := xx - float64(m.x.Total()*m.x.Total())
	vy := yy - float64(m.y.Total()*m.y.Total())
	if m.n < fewestPairs || !(vx > asHigh*xx) || !(vy > asHigh*yy) {
		return math.NaN()
	}
	covariance := float64(n*m.xy.Total()) - float64(m.x.Total()*m.y.Total())
	return Clip(covariance/math.Sqrt(vx*vy), -1, 1)
}
