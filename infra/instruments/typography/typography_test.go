package typography_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soin/domain/rule"
	"soin/infra/instruments/typography"
)

func TestSpellingsOfOneNameAreOne(t *testing.T) {
	for _, same := range [][]string{
		{"Companies House", "Companies House ", " companies\u00a0 House", "COMPANIES\nHOUSE", "\ufeffCompanies House"},
		{"Insolvency Service", "The Insolvency Service", "the insolvency service"},
		{"Department for Culture, Media & Sport", "Department for Culture, Media and Sport", "Department for Culture, Media &Sport"},
		{"Attorney General's Office", "Attorney General’s Office", "Attorney Generals Office", "“Attorney General's Office”"},
		{"Équipe d'accueil", "E\u0301quipe d’accueil"},
		{"Nord-Est", "Nord–Est"},
	} {
		for _, other := range same[1:] {
			if !typography.Same(same[0], other) || typography.Slug(same[0]) != typography.Slug(other) {
				t.Errorf("%q and %q: %q and %q", same[0], other, typography.Key(same[0]), typography.Key(other))
			}
		}
	}
}

func TestOtherNamesStayOthers(t *testing.T) {
	for _, pair := range [][2]string{
		{"Home Office", "Home Office (HQ)"}, {"Scottish Court Service", "Scottish Courts Service"},
		{"Theatre", "atre"}, {"Team 1", "Team 2"}, {"HM Treasury", "Treasury"},
	} {
		if typography.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q are one", pair[0], pair[1])
		}
	}
}

func TestASlugReadsLikeItsName(t *testing.T) {
	for name, want := range map[string]string{
		"Attorney General's Departments": "attorney-generals-departments",
		"Culture, Media & Sport":         "culture-media-and-sport",
		"Équipe Réclamations (Nord)":     "équipe-réclamations-nord",
	} {
		if got := typography.Slug(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestEveryNameHasAnIDAndEveryIDFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringN(100, 300, -1)).Draw(t, "name")
		slug := typography.Slug(name)
		if err := rule.ID("id", slug); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if other := " “" + name + "”\n"; typography.Slug(other) != slug || !typography.Same(name, other) {
			t.Fatalf("%q has slug %q, %q has %q", name, slug, other, typography.Slug(other))
		}
		if id := typography.ID(name); len([]rune(id)) > 128 {
			t.Fatalf("%q is too long an id", id)
		}
	})
}

func TestLongIDsStayDifferent(t *testing.T) {
	long := strings.Repeat("x", 200)
	a, b := typography.ID(long+"a"), typography.ID(long+"b")
	if a == b || !strings.HasPrefix(a, "xxxx") {
		t.Errorf("%q and %q", a, b)
	}
}
