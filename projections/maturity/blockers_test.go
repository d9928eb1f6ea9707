package maturity

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"soin/domain/care"
)

// wants are all constants of type Want in the package, as its files define them.
func wants(t *testing.T) (all []Want) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 {
				return true
			}
			if id, ok := v.Type.(*ast.Ident); !ok || id.Name != "Want" {
				return true
			}
			if lit, ok := v.Values[0].(*ast.BasicLit); ok {
				word, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, Want(word))
			}
			return true
		})
	}
	return all
}

func TestEveryLackIsToldInBothLanguages(t *testing.T) {
	all := wants(t)
	if len(all) < 35 {
		t.Fatalf("found only %d wants", len(all))
	}
	known := map[Want]int{}
	for _, w := range wordings() {
		known[w.want]++
	}
	for _, w := range all {
		if known[w] != 1 {
			t.Errorf("%q has %d wordings", w, known[w])
		}
		for _, need := range []int{1, 4} {
			told := Lack{0, need, w}.text()
			if told.FR == "" || told.EN == "" || strings.Contains(told.FR+told.EN, "%!") || strings.Contains(told.FR+told.EN, "%d") {
				t.Errorf("%q of %d is told %+v", w, need, told)
			}
		}
	}
	if len(known) != len(all) {
		t.Errorf("%d wordings for %d wants", len(known), len(all))
	}
}

func TestALackCountsWhatIsStillNeeded(t *testing.T) {
	for _, c := range []struct {
		lack   Lack
		fr, en string
	}{
		{Lack{2, 5, WantReceivers}, "il manque 3 évaluations par les receveurs", "3 more evaluations by receivers are needed"},
		{Lack{4, 5, WantReceivers}, "il manque 1 évaluation par les receveurs", "1 more evaluation by receivers is needed"},
		{Lack{45, 60, wantWeight}, "les chiffres connus portent 45 % du poids, il en faut 60 %", "the indicators known carry 45 % of the weight, 60 % are needed"},
		{Lack{0, 1, wantPractice}, "une enquête seule, sans preuve de pratique", "survey only, no practice evidence"},
		{Lack{0, 1, "new"}, "il manque des preuves", "evidence is missing"},
	} {
		if got := c.lack.text(); got.FR != c.fr || got.EN != c.en {
			t.Errorf("%+v is told %q and %q", c.lack, got.FR, got.EN)
		}
	}
}

func TestBlockersSayWhatIsAndWhatIsNeeded(t *testing.T) {
	c, b := organisation(t, 11, 4), aBoard(t)
	s := scorecardOf(t, b, c.views, "t5", "2024-12-31")
	if len(s.Blockers) == 0 {
		t.Fatal("nothing keeps an average team from the next level")
	}
	for _, x := range s.Blockers {
		if x.Level > max(s.Level, care.Declaree)+1 || x.Text.FR == "" || x.Text.EN == "" || strings.Contains(x.Text.FR, "%!") {
			t.Errorf("at level %d: %+v", s.Level, x)
		}
	}
	c.forms("new", "", 8)
	s = scorecardOf(t, b, c.views, "new", "2024-12-31")
	if s.Level != care.Insuffisante || !strings.HasPrefix(s.Blockers[0].Text.FR, "0 cases sur 9 sont connues, il en faut 6") {
		t.Errorf("a new team is at level %d, held by %+v", s.Level, s.Blockers)
	}
	if _, err := b.Scorecard(c.views, "new", must("2024-12-31")); err != nil {
		t.Fatal(err)
	}
}

func TestGatesThatHoldWaitForTheirQuarters(t *testing.T) {
	model := aModel(t)
	w := waiting(model.Levels[1], 1)
	if *w.Value != 1 || *w.Needed != 2 || w.Level != care.Outillee || !strings.Contains(w.Text.EN, "2 quarter end(s)") {
		t.Errorf("%+v", w)
	}
}
