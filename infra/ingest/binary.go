package ingest

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"soin/domain/rule"
)

// MaxAttributes bounds how many attributes an event in binary mode may have.
const MaxAttributes = 64

// ParseBinary reads one CloudEvent in binary mode, whatever protocol carried it: its
// attributes by name, decoded as that protocol encodes them, and its data. The attribute
// datacontenttype is what the protocol calls content type.
func ParseBinary(attributes map[string]string, data []byte) (Delivery, error) {
	if len(attributes) > MaxAttributes {
		return Delivery{}, notCloudEvent(rule.Break("attributes", len(attributes), "must be 64 at most"))
	}
	headers := http.Header{}
	var broken []error
	for name, value := range attributes {
		switch {
		case !attributeName(name):
			broken = append(broken, rule.Break(shown(name), "", "must consist of lower-case letters and digits"))
		case !utf8.ValidString(value):
			broken = append(broken, rule.Break(name, "other bytes", "must be valid UTF-8"))
		case strings.TrimSpace(value) != value:
			broken = append(broken, rule.Break(name, value, "must not begin or end with a space"))
		case name == "datacontenttype":
			headers.Set(contentType, value)
		default:
			headers.Set(attributePrefix+name, value)
		}
	}
	if err := rule.All(broken...); err != nil {
		return Delivery{}, notCloudEvent(err)
	}
	return readBinary(headers, data)
}

// attributeName follows CloudEvents 1.0, section 3.
func attributeName(name string) bool {
	return name != "" && len(name) <= 64 && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}
