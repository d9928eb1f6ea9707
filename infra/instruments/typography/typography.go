// Package typography tells what two spellings of a name have in common. Published
// tables write the same organisation as "Companies House ", "The Insolvency Service",
// "Department for Culture, Media & Sport" and "Attorney General’s Office": none of that
// makes another organisation of it.
//
// All functions are pure and independent of the locale.
package typography

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean puts single spaces where white space of any kind and length stands and takes it
// from both ends. What is not white space stays as it is, composed (NFC).
func Clean(s string) string {
	return strings.Join(strings.FieldsFunc(norm.NFC.String(s), blank), " ")
}

// blank holds for every space, line breaks and invisible spaces included.
func blank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

// Key is what two names share that differ by case, "&" for "and", quotation marks, kinds
// of dashes, spaces or a leading "the" only.
func Key(name string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(name) {
		switch {
		case r == '&':
			b.WriteString(" and ")
		case quote(r):
		case unicode.Is(unicode.Pd, r):
			b.WriteByte('-')
		case blank(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	key := strings.Join(strings.Fields(b.String()), " ")
	if rest, led := strings.CutPrefix(key, "the "); led {
		return rest
	}
	return key
}

func quote(r rune) bool {
	return r == '\'' || r == '"' || r == '`' || r == '´' || r == 'ʼ' || r == '′' || r == '″' ||
		unicode.Is(unicode.Pi, r) || unicode.Is(unicode.Pf, r) || r == '‚' || r == '„'
}

// Same holds for names that differ by typography only.
func Same(a, b string) bool { return Key(a) == Key(b) }

// Letters is the letters and digits of a text in lower case: what two prints of the
// same question share, whatever became of its punctuation and brackets.
func Letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFC.String(text))
}

// Slug makes an id of a name: its letters and digits, with a hyphen for everything
// between them. Names of the same [Key] have the same slug. It is never empty and never
// longer than an id may be.
func Slug(name string) string {
	words := strings.FieldsFunc(Key(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return hash(Key(name))
	}
	return ID(strings.Join(words, "-"))
}

// longestID is the most characters of an id.
const longestID = 128

// ID is s itself when it fits an id, otherwise its beginning and its hash.
func ID(s string) string {
	if utf8.RuneCountInString(s) <= longestID {
		return s
	}
	h := hash(s)
	return string([]rune(s)[:longestID-1-len(h)]) + "-" + h
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
