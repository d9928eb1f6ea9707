package maturity

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"soin/domain/care"
	"soin/projections/stats"
)

func TestEveryNumberIsExplainedToTheMillionth(t *testing.T) {
	c, b := organisation(t, 6, 2), aBoard(t)
	on := must("2024-06-30")
	r, _, err := b.lookUp(c.views, "t3", on)
	if err != nil {
		t.Fatal(err)
	}
	model := aModel(t)
	seen := map[string]bool{}
	for _, id := range newCard(b.subject(c.views, &r, on), norm{}).everything() {
		e, err := b.Explain(c.views, "t3", on, id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		checkNode(t, &model, e.Root, seen)
	}
	for _, id := range []string{"XT", "XT/raw", "exigeante", "self", "confiance", "items:confiance", "delegation-depth", "care-chain", "EX", "Q99"} {
		if _, err := b.Explain(c.views, "t3", on, id); (err != nil) != (id == "Q99") || id == "Q99" && !errors.Is(err, ErrUnknownFigure) {
			t.Errorf("explaining %s gives %v", id, err)
		}
	}
	if len(seen) < 90 {
		t.Errorf("only %d numbers were explained", len(seen))
	}
}

// checkNode holds a number against what it is said to be made of.
func checkNode(t *testing.T, model *care.Model, n Node, seen map[string]bool) {
	t.Helper()
	seen[n.ID] = true
	for _, p := range n.Parts {
		checkNode(t, model, p, seen)
	}
	if n.Value == nil {
		if n.Status == OK || n.Reason.FR == "" || n.Reason.EN == "" {
			t.Errorf("%s has no value and no reason: %+v", n.ID, n)
		}
		return
	}
	if n.Rule == Leaf && len(n.Evidence) == 0 && *n.Value > 0 {
		t.Errorf("%s is of no evidence", n.ID)
	}
	if !slices.IsSorted(n.Evidence) {
		t.Errorf("the evidence of %s is not in order", n.ID)
	}
	got, exact := remade(model, n)
	if !exact && math.Abs(got-*n.Value) > 2e-5 || exact && got != math.Round(*n.Value*1e6) {
		t.Errorf("%s is %v by %s, and its parts make %v", n.ID, *n.Value, n.Rule, got)
	}
}

// remade makes a published number of its published parts by its rule: sums in millionths,
// exactly.
func remade(model *care.Model, n Node) (value float64, exact bool) {
	var parts []float64
	for _, p := range n.Parts {
		if p.Value != nil {
			parts = append(parts, *p.Value)
		}
	}
	switch n.Rule {
	case Mean, MeanMin:
		sum, share := 0.0, 0.0
		for _, p := range n.Parts {
			if p.Contribution != nil {
				sum += math.Round(*p.Contribution * 1e6)
			}
			share += p.Share
		}
		if math.Abs(share-1) > 1e-5 {
			return math.NaN(), true
		}
		return sum, true
	case Power:
		return stats.GeometricMean(parts...), false
	case Capped:
		return math.Min(parts[0], *n.Limit), false
	case Symmetry:
		f := model.Formulas.Symmetry
		return f.Level*math.Min(parts[0], parts[1]) + f.Gap*math.Max(0, 100-f.Slope*math.Abs(parts[0]-parts[1])), false
	case Shrinkage:
		if n.Mu == nil {
			return parts[0], false
		}
		return *n.Mu + (1-*n.Pull)*(parts[0]-*n.Mu), false
	}
	return *n.Value, false
}

func TestContributionsAddUpWhateverThePartsAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := float64(rapid.IntRange(0, 100_000_000).Draw(t, "millionths")) / 1e6
		exact := rapid.SliceOfN(rapid.Float64Range(0, 100), 1, 9).Draw(t, "parts")
		sum := 0.0
		for _, x := range apportion(total, exact) {
			sum += math.Round(x * 1e6)
		}
		if sum != math.Round(total*1e6) {
			t.Fatalf("%v is apportioned to %v millionths", total, sum)
		}
	})
}

func TestAFigureWithoutEvidenceSaysWhatIsMissing(t *testing.T) {
	c, b := organisation(t, 1, 1), aBoard(t)
	c.forms("new", "", 12)
	e, err := b.Explain(c.views, "new", must("2024-03-31"), "exigeante")
	if err != nil || e.Root.Value != nil || e.Root.Reason.FR != "il manque 3 cases" || len(e.Root.Parts) != 3 {
		t.Fatalf("%+v, %v", e.Root, err)
	}
	if cell := e.Root.Parts[0]; len(cell.Parts) != 4 || cell.Reason.EN == "" {
		t.Errorf("the cell says %+v", cell)
	}
}
