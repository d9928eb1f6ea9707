package maturity

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/projections/stats"
)

// formula is how figures are made of leaves, ready to be computed many times over. A
// leaf that several figures use is there once.
type formula struct {
	symmetry symmetryRule
	steps    []step // parts before what they make
	at       map[string]int
	leaves   []Measure
	means    []float64 // of leaves
	errors   []float64
}

// symmetryRule is the constants of SYM.
type symmetryRule struct{ level, gap, slope float64 }

// step makes one figure. A leaf has its number, and no parts.
type step struct {
	rule    Rule
	leaf    int
	parts   []int
	weights []float64
	limit   float64
	unsure  bool // somewhere below is a leaf without an error
}

func newFormula(model *care.Model) *formula {
	s := model.Formulas.Symmetry
	return &formula{symmetry: symmetryRule{s.Level, s.Gap, s.Slope}, at: map[string]int{}}
}

// add takes in a figure with all that makes it, and gives its step. A figure whose error
// is known while that of a part is not is drawn as a whole.
func (f *formula) add(m Measure) int {
	if i, known := f.at[m.ID]; known {
		return i
	}
	st := step{rule: m.Rule, limit: m.Limit}
	var total stats.Sum
	for _, p := range m.Parts {
		i := f.add(p.Measure)
		st.parts, st.weights = append(st.parts, i), append(st.weights, p.Weight)
		st.unsure = st.unsure || f.steps[i].unsure
		total.Add(p.Weight)
	}
	if len(st.parts) == 0 || st.unsure && !math.IsNaN(m.SE) {
		st = step{rule: Leaf, leaf: len(f.means), unsure: math.IsNaN(m.SE)}
		f.leaves, f.means, f.errors = append(f.leaves, m), append(f.means, m.Value), append(f.errors, m.SE)
		if st.unsure {
			f.errors[st.leaf] = 0
		}
	}
	if st.rule == Mean {
		for i := range st.weights {
			st.weights[i] /= total.Total()
		}
	}
	f.steps = append(f.steps, st)
	f.at[m.ID] = len(f.steps) - 1
	return len(f.steps) - 1
}

// compute makes every figure of a draw of the leaves.
func (f *formula) compute(draw, out []float64) {
	for i, st := range f.steps {
		if st.rule == Leaf {
			out[i] = draw[st.leaf]
			continue
		}
		out[i] = f.make(st, out)
	}
}

func (f *formula) make(st step, out []float64) float64 {
	switch st.rule {
	case Power:
		product := 1.0
		for _, p := range st.parts {
			product *= math.Max(out[p], 0)
		}
		if len(st.parts) == 4 { // needs and dimensions
			return math.Sqrt(math.Sqrt(product))
		}
		return math.Pow(product, 1/float64(len(st.parts)))
	case MeanMin:
		return meanMinOf(st, out)
	case Symmetry:
		ex, cx := out[st.parts[0]], out[st.parts[1]]
		return float64(f.symmetry.level*math.Min(ex, cx)) +
			float64(f.symmetry.gap*math.Max(0, 100-float64(f.symmetry.slope*math.Abs(ex-cx))))
	case Capped:
		return math.Min(out[st.parts[0]], st.limit)
	case Shrinkage:
		return st.limit + float64(st.weights[0]*out[st.parts[0]])
	}
	sum := 0.0
	for i, p := range st.parts {
		sum += float64(st.weights[i] * out[p])
	}
	return sum
}

// meanMinOf finds the weakest part anew: the greatest weight is the smallest one's, to
// which the minimum's share was added.
func meanMinOf(st step, out []float64) float64 {
	even, lowest, sum := slices.Min(st.weights), math.Inf(1), 0.0
	for _, p := range st.parts {
		sum += float64(even * out[p])
		lowest = math.Min(lowest, out[p])
	}
	return sum + float64((slices.Max(st.weights)-even)*lowest)
}

// scatter is how a figure varies under repeated drawing of the leaves.
type scatter struct{ se, p025, p10, p90, p975 float64 }

// draws are the scatters of figures, and what they were drawn of.
type draws struct {
	whole string // digest of the leaves and of what was made of them
	of    map[string]scatter
}

// bootstrap draws every leaf once per replicate and makes all figures of it, for the
// errors of those that are no sums. A figure of a leaf without an error has none.
func (f *formula) bootstrap(model *care.Model, teamID string, on calendar.Date, wanted []string) draws {
	d := draws{f.whole(), map[string]scatter{}}
	wanted = slices.DeleteFunc(wanted, func(id string) bool { return f.steps[f.at[id]].unsure })
	if len(wanted) == 0 {
		return d
	}
	out, columns, b := make([]float64, len(f.steps)), make([][]float64, len(wanted)), model.Statistics.Bootstrap
	for i := range columns {
		columns[i] = make([]float64, 0, b)
	}
	seed := stats.Seed("care", model.Version, teamID, "composites", on.String(), f.digest())
	stats.ParametricBootstrap(f.means, f.errors, b, stats.NewSplitMix64(seed), func(draw []float64) float64 {
		f.compute(draw, out)
		for i, id := range wanted {
			columns[i] = append(columns[i], out[f.at[id]])
		}
		return 0
	})
	for i, id := range wanted {
		se := stats.Describe(columns[i]).SD
		slices.Sort(columns[i])
		at := func(q float64) float64 { return stats.Clip(stats.Percentile(columns[i], q), 0, 100) }
		d.of[id] = scatter{se, at(.025), at(.1), at(.9), at(.975)}
	}
	return d
}

// digest tells inputs apart: the first four bytes of the SHA-256 of the leaves, in
// lower-case hexadecimal.
func (f *formula) digest() string {
	h := sha256.New()
	for i := range f.leaves {
		data := append([]byte(f.leaves[i].ID), 0)
		data = binary.BigEndian.AppendUint64(data, math.Float64bits(f.means[i]))
		h.Write(binary.BigEndian.AppendUint64(data, math.Float64bits(f.errors[i])))
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// whole tells apart formulas of equal leaves, too.
func (f *formula) whole() string {
	h := sha256.New()
	for _, st := range f.steps {
		data := append([]byte(st.rule), 0)
		data = binary.BigEndian.AppendUint64(data, math.Float64bits(st.limit))
		for i, w := range st.weights {
			data = binary.BigEndian.AppendUint64(data, math.Float64bits(w))
			data = binary.BigEndian.AppendUint64(data, uint64(st.parts[i])) //nolint:gosec // an index
		}
		h.Write(data)
	}
	return f.digest() + hex.EncodeToString(h.Sum(nil))
}
