package ingest

import (
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"soin/domain/rule"
)

// The headers that carry a CloudEvent in binary mode.
const (
	attributePrefix = "Ce-"
	contentType     = "Content-Type"
)

// decodeHeaders undoes the encoding of attributes in header values (CloudEvents HTTP
// protocol binding 1.0.2, section 3.1.3.2), which the SDK leaves undone: quoted strings
// are unquoted, then one round of percent-decoding. Raw UTF-8 is taken as it is, for
// publishers whose SDK does not encode.
func decodeHeaders(headers http.Header) (http.Header, error) {
	decoded := http.Header{}
	var broken []error
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		values := headers[name]
		attribute, ok := strings.CutPrefix(name, attributePrefix)
		if !ok && name != contentType {
			continue
		}
		switch {
		case len(values) != 1:
			broken = append(broken, rule.Break(name, len(values), "must be given once"))
		case name == contentType:
			decoded[name] = values
		case attribute == "":
			broken = append(broken, rule.Break(name, "", "must name an attribute"))
		default:
			value, err := decodeHeader(name, values[0])
			broken = append(broken, err)
			decoded[name] = []string{value}
		}
	}
	return decoded, rule.All(broken...)
}

func decodeHeader(name, value string) (string, error) {
	unquoted, ok := unquote(value)
	if !ok {
		return "", rule.Break(name, value, "must close the quotes it opens")
	}
	text, err := url.PathUnescape(unquoted)
	switch {
	case err != nil:
		return "", rule.Break(name, value, "must be percent-encoded, a percent sign as %25")
	case !utf8.ValidString(text):
		return "", rule.Break(name, value, "must be percent-encoded UTF-8")
	case textproto.TrimString(text) != text:
		return "", rule.Break(name, text, "must not begin or end with a space")
	}
	return text, nil
}

// unquote undoes the double quotes of RFC 7230, section 3.2.6, around a whole value.
func unquote(value string) (text string, ok bool) {
	if !strings.HasPrefix(value, `"`) {
		return value, true
	}
	var b strings.Builder
	for i := 1; i < len(value); i++ {
		switch c := value[i]; {
		case c == '"' && i == len(value)-1:
			return b.String(), true
		case c == '"':
			return "", false
		case c == '\\' && i+1 < len(value):
			i++
			b.WriteByte(value[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}
