package fold_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"soin/projections/fold"
)

func TestALexiconNumbersWordsInTheOrderOfTheirFirstUse(t *testing.T) {
	var l fold.Lexicon
	if _, known := l.Find(""); known {
		t.Error("an empty lexicon knows a word")
	}
	for _, c := range []struct {
		word   string
		number fold.Word
	}{{"a", 0}, {"b", 1}, {"a", 0}, {"", 2}, {"b", 1}, {"c", 3}} {
		if n := l.Number(c.word); n != c.number || l.String(n) != c.word {
			t.Errorf("%q is %d, not %d, and %d stands for %q", c.word, n, c.number, n, l.String(n))
		}
	}
	if n, known := l.Find("c"); !known || n != 3 {
		t.Errorf("c is %d (%v)", n, known)
	}
	if _, known := l.Find("d"); known || len(l.Words) != 4 {
		t.Errorf("looking a word up has made one: %v", l.Words)
	}
}

// A lexicon whose words were read from a snapshot goes on as the one that was written.
func TestALexiconIsRecalledFromItsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 0, 2, -1))
		var written fold.Lexicon
		for _, w := range words.Draw(t, "before") {
			written.Number(w)
		}
		read := fold.Lexicon{Words: slices.Clone(written.Words)}
		read.Recall()
		for _, w := range words.Draw(t, "after") {
			n, known := written.Find(w)
			if m, found := read.Find(w); m != n || found != known {
				t.Fatalf("%q is %d (%v), not %d (%v)", w, m, found, n, known)
			}
			if n, m := written.Number(w), read.Number(w); n != m {
				t.Fatalf("%q becomes %d, not %d", w, m, n)
			}
		}
		if !slices.Equal(written.Words, read.Words) {
			t.Fatalf("%q, not %q", read.Words, written.Words)
		}
	})
}
