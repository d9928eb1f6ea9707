package rule_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"soin/domain/rule"
)

// paths are where an error sees violations.
func paths(t *testing.T, err error) []string {
	t.Helper()
	broken, ok := rule.All(err).(rule.Broken)
	if !ok {
		return nil
	}
	out := make([]string, len(broken))
	for i, v := range broken {
		out[i] = v.Path
	}
	return out
}

func TestNothingBrokenIsNoError(t *testing.T) {
	for i, err := range []error{
		rule.All(), rule.All(nil, nil), rule.All(rule.All(), nil), rule.In("a", nil), rule.Check("a", 1, true, "must be"),
		rule.Each("a", []int{1, 2}, func(int) error { return nil }), rule.Each("a", []int(nil), func(int) error { return nil }),
	} {
		if err != nil {
			t.Errorf("%d: %v of type %T", i, err, err)
		}
	}
}

func TestEveryViolationIsGatheredInOrder(t *testing.T) {
	plain := errors.New("is odd")
	err := rule.All(
		rule.Break("a", 1, "must be 2"), nil,
		rule.All(rule.Break("b", "x", "must be y"), rule.Break("c", "x", "must be y")),
		fmt.Errorf("wrapped: %w", rule.Break("d", 1.5, "must be whole")),
		plain,
	)
	if got, want := paths(t, err), []string{"a", "b", "c", "d", "value"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	const want = `a must be 2 (got 1); b must be y (got "x"); c must be y (got "x"); d must be whole (got 1.5); value is odd (got )`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if v, ok := errors.AsType[*rule.Violation](err); !ok || v.Path != "a" {
		t.Errorf("the first violation is %v", v)
	}
}

func TestInPutsAPrefixBeforeEveryPath(t *testing.T) {
	inner := rule.All(rule.Break("mean", 7, "is high"), rule.Break("", 7, "is odd"))
	if got, want := paths(t, rule.In("items[2]", inner)), []string{"items[2].mean", "items[2]"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := paths(t, inner), []string{"mean", ""}; !slices.Equal(got, want) {
		t.Errorf("the gathering itself became %v, want %v", got, want)
	}
}

func TestEachNamesTheElement(t *testing.T) {
	err := rule.Each("n", []int{1, 2, 3, 4}, func(n int) error {
		return rule.All(rule.Check("", n, n%2 == 1, "must be odd"), rule.Check("size", n, n < 4, "must be small"))
	})
	if got, want := paths(t, err), []string{"n[1]", "n[3]", "n[3].size"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestARefusedValueIsShownShort(t *testing.T) {
	for value, want := range map[any]string{
		42: "42", 1.5: "1.5", true: "true", "a\"b\n": `"a\"b\n"`, "": `""`,
	} {
		if got := rule.Break("x", value, "").(*rule.Violation).Value; got != want {
			t.Errorf("%v is shown as %s, want %s", value, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.String().Draw(t, "value") + strings.Repeat("é", rapid.IntRange(0, 100).Draw(t, "more"))
		got := rule.Break("x", value, "").(*rule.Violation).Value
		if len(got) > 90 || !utf8.ValidString(got) {
			t.Errorf("%q is shown as %q", value, got)
		}
	})
}

func TestBoundsOfText(t *testing.T) {
	for _, c := range []struct {
		text              string
		shortest, longest int
		ok                bool
	}{
		{"", 0, 5, true}, {"", 1, 5, false}, {"a", 1, 1, true}, {"éé", 1, 2, true}, {"ééé", 1, 2, false},
		{"🤝🤝", 2, 2, true}, {"a b", 1, 5, true}, {" a", 1, 5, false}, {"a\u00a0", 1, 5, false}, {"a\tb", 1, 5, false},
		{"a\x00", 1, 5, false}, {"a\u0085b", 1, 5, false}, {"\x7f", 1, 5, false}, {"a\xffb", 1, 5, false},
	} {
		if err := rule.Text("x", c.text, c.shortest, c.longest); (err == nil) != c.ok {
			t.Errorf("%+q in %d..%d: %v", c.text, c.shortest, c.longest, err)
		}
	}
}

func TestAnIDHas1To128Characters(t *testing.T) {
	for n, ok := range map[int]bool{0: false, 1: true, 128: true, 129: false} {
		id := strings.Repeat("é", n)
		if err := rule.ID("id", id); (err == nil) != ok {
			t.Errorf("of %d characters: %v", n, err)
		}
		if err := rule.OptionalID("id", id); (err == nil) != (ok || n == 0) {
			t.Errorf("optional, of %d characters: %v", n, err)
		}
	}
}

func TestBetweenTakesBothEndsAndNothingElse(t *testing.T) {
	for n, ok := range map[float64]bool{
		1: true, 5: true, 3: true, math.Nextafter(1, 0): false, math.Nextafter(5, 6): false,
		math.Inf(1): false, math.Inf(-1): false, math.NaN(): false,
	} {
		err := rule.Between("n", n, 1, 5)
		if (err == nil) != ok || (err != nil && !strings.Contains(err.Error(), "must lie between 1 and 5")) {
			t.Errorf("%v: %v", n, err)
		}
	}
}

func TestOneOfNamesTheWords(t *testing.T) {
	type axis string
	if err := rule.OneOf("axis", axis("team"), "self", "team"); err != nil {
		t.Error(err)
	}
	err := rule.OneOf("axis", axis("Team"), "self", "team")
	if want := `axis must be one of self, team (got "Team")`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestAKeptRuleCostsNoMemory(t *testing.T) {
	numbers := []int{1000, 2000, 3000}
	if n := testing.AllocsPerRun(100, func() {
		_ = rule.All(
			rule.Text("name", "Équipe", 1, 200), rule.Check("n", numbers, len(numbers) == 3, "must be three"),
			rule.Each("n", numbers, func(n int) error { return rule.Between("", n, 0, 5000) }),
		)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestNothingIsNamedTwice(t *testing.T) {
	for _, c := range []struct {
		list []string
		ok   bool
	}{
		{nil, true}, {[]string{"b", "a"}, true}, {[]string{"b", "a", "b"}, false}, {[]string{"", ""}, false},
	} {
		before := slices.Clone(c.list)
		err := rule.Distinct("x", c.list)
		if (err == nil) != c.ok || !slices.Equal(c.list, before) {
			t.Errorf("%q: %v, and the list became %q", before, err, c.list)
		}
	}
}

func TestTextIsReadAsItIsShown(t *testing.T) {
	for _, r := range []rune{0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069} {
		s := "a" + string(r) + "b"
		for _, err := range []error{rule.Text("x", s, 1, 9), rule.ID("x", s), rule.Prose("x", s, 9)} {
			if err == nil || strings.Contains(err.Error(), string(r)) {
				t.Errorf("%U: %v", r, err)
			}
		}
	}
	for _, s := range []string{"שלום", "مرحبا", "a\u200eb", "a\u2027b", "a\u202fb", "a\u2065"} {
		if err := rule.All(rule.Text("x", s, 1, 9), rule.Prose("x", s, 9)); err != nil {
			t.Errorf("%+q: %v", s, err)
		}
	}
}
