package stats

import "math"

// Pool is what is known of one number over many teams: where teams lie (Mu) and how much
// they truly differ (Tau2, a variance), from J teams.
type Pool struct {
	Mu, Tau2 float64
	J        int
}

// Shrunk is a team's number after the other teams had their say, with its standard error.
type Shrunk struct{ Theta, SE float64 }

// fewestPooled teams are needed to learn from others.
const fewestPooled = 5

// NewPool learns from the values y of teams and their standard errors. A team without a
// finite value or a positive, finite error does not count; below five that do it is not
// ok, and nothing may be shrunk.
func NewPool(y, se []float64) (Pool, bool) {
	var values, errors []float64
	for i := range min(len(y), len(se)) {
		if measured(y[i], se[i]) {
			values, errors = append(values, y[i]), append(errors, se[i])
		}
	}
	if len(values) < fewestPooled {
		return Pool{}, false
	}
	_, _, tau2, mu, _, _ := DerSimonianLaird(values, errors)
	return Pool{mu, tau2, len(values)}, true
}

func measured(y, se float64) bool {
	return !math.IsNaN(y) && !math.IsInf(y, 0) && se > 0 && !math.IsInf(se, 1)
}

// Shrink pulls a team's value towards the others, the more the less sure it is (Morris
// 1983, JASA 78:47-55: exact for equal errors, an approximation for others). With equal
// errors this is the rule of James and Stein. The result lies between y and Mu. It is NaN
// without a finite value and a positive, finite error, and for a Pool that is not ok.
func (p Pool) Shrink(y, se float64) Shrunk {
	if p.J < fewestPooled || !measured(y, se) {
		return Shrunk{math.NaN(), math.NaN()}
	}
	j, own := float64(p.J), float64(se*se)
	b := float64((j - 3) / (j - 1) * (own / (own + p.Tau2)))
	away := y - p.Mu
	variance := float64(own*(1-float64((j-1)/j*b))) + float64(2*b*b*away*away/(j-3))
	return Shrunk{p.Mu + float64((1-b)*away), math.Sqrt(variance)}
}

// DerSimonianLaird combines measurements y with standard errors se that may differ in
// truth (DerSimonian & Laird 1986, Control Clin Trials 7:177-188): muF and q are the mean
// and the spread as if they did not, tau2 is the variance of the truths, mu their mean,
// with its 95 % interval. All are NaN for no measurement and when an error is not
// positive.
func DerSimonianLaird(y, se []float64) (muF, q, tau2, mu, low, high float64) {
	n := min(len(y), len(se))
	for i := range n {
		if !measured(y[i], se[i]) {
			n = 0
			break
		}
	}
	if n == 0 {
		nan := math.NaN()
		return nan, nan, nan, nan, nan, nan
	}
	muF, weight, squared := inverseVariance(y[:n], se[:n], 0)
	var spread Sum
	for i := range n {
		z := (y[i] - muF) / se[i]
		spread.Add(float64(z * z))
	}
	q = spread.Total()
	if scale := weight - squared/weight; scale > 0 {
		tau2 = math.Max(0, (q-float64(n-1))/scale)
	}
	mu, weight, _ = inverseVariance(y[:n], se[:n], tau2)
	half := float64(z95 / math.Sqrt(weight))
	return muF, q, tau2, mu, mu - half, mu + half
}

// inverseVariance is the mean of y under weights 1/(se^2+tau2), and the sums of these
// weights and of their squares.
func inverseVariance(y, se []float64, tau2 float64) (mean, weight, squared float64) {
	var values, weights, squares Sum
	for i := range y {
		w := 1 / (float64(se[i]*se[i]) + tau2)
		values.Add(float64(w * y[i]))
		weights.Add(w)
		squares.Add(float64(w * w))
	}
	return values.Total() / weights.Total(), weights.Total(), squares.Total()
}
