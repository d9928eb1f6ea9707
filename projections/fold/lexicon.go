package fold

// Word stands for a string that a state would hold many times over.
type Word int32

// Lexicon numbers words in the order in which they are first used.
type Lexicon struct {
	Words []string

	numbers map[string]Word
}

// Number gives a Word its number, a new one the first time. Only folds may call it.
func (l *Lexicon) Number(s string) Word {
	if n, known := l.numbers[s]; known {
		return n
	}
	if l.numbers == nil {
		l.numbers = map[string]Word{}
	}
	n := Word(len(l.Words)) //nolint:gosec // as many words as an int32 counts do not fit into memory
	l.Words, l.numbers[s] = append(l.Words, s), n
	return n
}

// Find looks a Word up.
func (l *Lexicon) Find(s string) (Word, bool) {
	n, known := l.numbers[s]
	return n, known
}

func (l *Lexicon) String(n Word) string { return l.Words[n] }

// Recall makes the Lexicon usable after it was read from a snapshot.
func (l *Lexicon) Recall() {
	l.numbers = make(map[string]Word, len(l.Words))
	for n, s := range l.Words {
		l.numbers[s] = Word(n)
	}
}
