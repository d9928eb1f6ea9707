package projections

// word stands for a string that a state would hold many times over.
type word int32

// lexicon numbers words in the order in which they are first used.
type lexicon struct {
	Words []string

	numbers map[string]word
}

// number gives a word its number, a new one the first time. Only folds may call it.
func (l *lexicon) number(s string) word {
	if n, known := l.numbers[s]; known {
		return n
	}
	if l.numbers == nil {
		l.numbers = map[string]word{}
	}
	n := word(len(l.Words)) //nolint:gosec // as many words as an int32 counts do not fit into memory
	l.Words, l.numbers[s] = append(l.Words, s), n
	return n
}

// find looks a word up.
func (l *lexicon) find(s string) (word, bool) {
	n, known := l.numbers[s]
	return n, known
}

func (l *lexicon) string(n word) string { return l.Words[n] }

// recall makes the lexicon usable after it was read from a snapshot.
func (l *lexicon) recall() {
	l.numbers = make(map[string]word, len(l.Words))
	for n, s := range l.Words {
		l.numbers[s] = word(n)
	}
}
