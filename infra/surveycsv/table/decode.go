package table

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"soin/infra/instruments"
)

// Byte order marks.
const (
	utf8Mark  = "\xEF\xBB\xBF"
	bigMark   = "\xFE\xFF"
	smallMark = "\xFF\xFE"
)

// decode gives the text of a file and the encoding it was read in. A byte order mark is
// believed; without one, what is valid UTF-8 is UTF-8 and everything else is what
// spreadsheets of Western Europe write.
func decode(file string, data []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte(utf8Mark)):
		text, encoding = string(data[len(utf8Mark):]), "UTF-8"
		if !utf8.ValidString(text) {
			return "", "", whole(file, "byte order mark of UTF-8", "stands before bytes that are not UTF-8")
		}
	case bytes.HasPrefix(data, []byte(bigMark)), bytes.HasPrefix(data, []byte(smallMark)):
		encoding = "UTF-16"
		decoded, err := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", "", whole(file, encoding, "cannot be decoded: "+err.Error())
		}
		text = string(decoded)
	case utf8.Valid(data):
		text, encoding = string(data), "UTF-8"
	default:
		encoding = "Windows-1252"
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return "", "", whole(file, encoding, "cannot be decoded: "+err.Error())
		}
		text = string(decoded)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		line := 1 + strings.Count(text[:i], "\n")
		return "", "", fault(file, line, 0, "NUL", "stands in the text: is this UTF-16 without a byte order mark, or no table?")
	}
	return text, encoding, nil
}

func whole(file string, value any, broken string) error {
	return fault(file, 0, 0, value, broken)
}

func fault(file string, line, column int, value any, broken string) error {
	faults := &instruments.Faults{}
	faults.Add(instruments.NewFault(file, line, column, "", value, broken))
	return faults.Err()
}
