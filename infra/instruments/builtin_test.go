package instruments_test

import (
	"maps"
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/instrument"
	"soin/infra/instruments"
)

func open(t *testing.T, ref string) *instruments.Instrument {
	t.Helper()
	in, err := instruments.Open(ref)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// tally counts the questions by one of their words.
func tally[K comparable](in *instruments.Instrument, word func(instrument.Item) K) map[K]int {
	counts := map[K]int{}
	for _, q := range in.Questions {
		counts[word(q.Item)]++
	}
	return counts
}

func TestTheQuestionBankHoldsWhatTheModelCounts(t *testing.T) {
	in := open(t, "soin-v1")
	if n := len(in.Questions); n != 32 {
		t.Errorf("%d items, want 32", n)
	}
	needs := map[care.Need]int{care.Confiance: 7, care.Ecoute: 9, care.PouvoirDAgir: 9, care.Reconnaissance: 7}
	if got := tally(in, func(it instrument.Item) care.Need { return it.Need }); !maps.Equal(got, needs) {
		t.Errorf("by need %v, want %v", got, needs)
	}
	dimensions := map[care.Dimension]int{care.Attention: 7, care.Responsabilite: 12, care.Competence: 6, care.CapaciteDeReponse: 7}
	if got := tally(in, func(it instrument.Item) care.Dimension { return it.Dimension }); !maps.Equal(got, dimensions) {
		t.Errorf("by dimension %v, want %v", got, dimensions)
	}
	cells := map[care.Cell]int{"XS": 3, "SS": 3, "PS": 3, "XT": 5, "ST": 5, "PT": 4, "XP": 3, "SP": 3, "PP": 3}
	got := tally(in, func(it instrument.Item) care.Cell {
		cell, _ := care.CellOf(it.Criterion, it.Axis)
		return cell
	})
	if !maps.Equal(got, cells) {
		t.Errorf("by cell %v, want %v", got, cells)
	}
	var reversed []string
	for _, q := range in.Questions {
		if q.Reversed {
			reversed = append(reversed, q.ID)
		}
	}
	if want := []string{"Q03", "Q06", "Q14", "Q19", "Q23", "Q26", "Q32"}; !slices.Equal(reversed, want) {
		t.Errorf("reversed %v, want %v", reversed, want)
	}
}

func TestTheManagersItemsMirrorTheTeams(t *testing.T) {
	asked := map[string]instrument.Item{}
	for _, q := range open(t, "soin-v1").Questions {
		asked[q.ID] = q.Item
	}
	var mirrored []string
	for _, q := range open(t, "soin-v1-manager").Questions {
		of := asked[q.MirrorOf]
		if q.ID != of.ID+"-M" || q.Need != of.Need || q.Dimension != of.Dimension || q.Criterion != of.Criterion || q.Axis != of.Axis {
			t.Errorf("%s is no mirror of %q", q.ID, q.MirrorOf)
		}
		mirrored = append(mirrored, q.MirrorOf)
	}
	want := []string{"Q04", "Q05", "Q08", "Q10", "Q11", "Q13", "Q16", "Q18", "Q21", "Q22"}
	if !slices.Equal(mirrored, want) {
		t.Errorf("mirrors of %v, want %v", mirrored, want)
	}
}

func TestCustomersAreAskedForEachNeedOnce(t *testing.T) {
	var needs []care.Need
	for _, q := range open(t, "soin-v1-customer").Questions {
		needs = append(needs, q.Need)
	}
	if !slices.Equal(needs, care.Needs[:]) {
		t.Errorf("%v, want %v", needs, care.Needs)
	}
}

func TestEachAudienceHasItsInstrument(t *testing.T) {
	for ref, want := range map[string]struct {
		audience instrument.Audience
		items    int
	}{
		"soin-v1": {instrument.OfTeam, 32}, "soin-v1-manager": {instrument.OfManager, 10},
		"soin-v1-customer": {instrument.OfCustomer, 4}, "soin-v1-receiver": {instrument.OfReceiver, 2},
		"csps": {instrument.OfTeam, 111},
	} {
		in := open(t, ref)
		if in.Audience != want.audience || len(in.Questions) != want.items {
			t.Errorf("%s: %d items for %s, want %d for %s", ref, len(in.Questions), in.Audience, want.items, want.audience)
		}
	}
}

func TestEveryBuiltInQuestionSpeaksBothLanguages(t *testing.T) {
	for _, in := range instruments.BuiltIn() {
		seen := map[string]string{}
		for _, q := range in.Questions {
			for _, text := range []string{q.Text.FR, q.Text.EN} {
				if text == "" {
					t.Errorf("%s %s lacks a language: %+v", in.ID, q.ID, q.Text)
				}
				if other, twice := seen[text]; twice {
					t.Errorf("%s: %s and %s have the text %q", in.ID, other, q.ID, text)
				}
				seen[text] = q.ID
			}
		}
	}
}
