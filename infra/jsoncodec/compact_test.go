package jsoncodec_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"soin/domain/rule"
	"soin/domain/survey"
	"soin/infra/jsoncodec"
)

func TestCompactRefusesWhatTwoReadersReadInTwoWays(t *testing.T) {
	for name, c := range map[string]struct{ data, path, rule string }{
		"a name given twice":            {`{"items":[{"n":1},{"n":1,"m":2,"n":3}]}`, "items[1].n", "twice"},
		"a name given twice, escaped":   {`{"name":1,"n\u0061me":2}`, "name", "twice"},
		"a name given twice among many": {`{` + manyNames(40) + `,"k7":0}`, "k7", "twice"},
		"half a surrogate pair":         {`{"a":{"b":["x\ud83d"]}}`, "a.b[0]", "surrogate"},
		"the halves in the wrong order": {`{"a":"\ude00\ud83d"}`, "a", "surrogate"},
		"half a pair in a name":         {`{"\ud83d\u0041":1}`, "\uFFFDA", "surrogate"},
		"bytes that are no text":        {"{\"a\":\"\xc3\x28\"}", "", "UTF-8"},
		"a number beyond all floats":    {`{"a":[0,1e309]}`, "a[1]", "64-bit float"},
		"an integer that is rounded":    {`{"a":9007199254740993}`, "a", "rounded"},
		"an integer beyond all words":   {`{"a":-42000000000000000000}`, "a", "rounded"},
		"nesting without end":           {strings.Repeat(`{"a":`, 65) + `1` + strings.Repeat(`}`, 65), strings.Repeat("a.", 63) + "a", "deeper than 64"},
		"a list":                        {`[{}]`, "", "object"},
		"null":                          {`null`, "", "object"},
		"nothing":                       {``, "", "must be JSON"},
		"two values":                    {`{} {}`, "", "must be JSON"},
		"a comma too many":              {`{"a":1,}`, "", "must be JSON"},
		"a leading zero":                {`{"a":01}`, "", "must be JSON"},
		"a comment":                     {`{/**/}`, "", "must be JSON"},
		"not a number":                  {`{"a":NaN}`, "", "must be JSON"},
		"a raw line break in a text":    {"{\"a\":\"\n\"}", "", "must be JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := jsoncodec.Compact([]byte(c.data))
			var v *rule.Violation
			if !errors.As(err, &v) || v.Path != c.path || !strings.Contains(v.Rule, c.rule) {
				t.Errorf("got %v, want %q to break the rule of %q", err, c.path, c.rule)
			}
		})
	}
}

func TestCompactRemovesOnlySpace(t *testing.T) {
	for _, c := range [][2]string{
		{" {\n\t\"a\" : [ 1.50 , 1E2, -0 , 9007199254740991 ] }\r\n", `{"a":[1.50,1E2,-0,9007199254740991]}`},
		{`{"<é\u00e9\/😀\ud83d\ude00>": " a  b "}`, `{"<é\u00e9\/😀\ud83d\ude00>":" a  b "}`},
		{`{"a":{"x":1},"b":{"x":1},"c":[{},"x","x"],"A":"\\ud83d"}`, `{"a":{"x":1},"b":{"x":1},"c":[{},"x","x"],"A":"\\ud83d"}`},
		{`{` + manyNames(40) + `}`, `{` + manyNames(40) + `}`},
		{strings.Repeat(`{"a":`, 63) + `[]` + strings.Repeat(`}`, 63), strings.Repeat(`{"a":`, 63) + `[]` + strings.Repeat(`}`, 63)},
	} {
		got, err := jsoncodec.Compact([]byte(c[0]))
		if err != nil || string(got) != c[1] {
			t.Errorf("from %s\ngot  %s, %v\nwant %s", c[0], got, err, c[1])
		}
	}
}

func TestAPathStaysShort(t *testing.T) {
	_, err := jsoncodec.Compact([]byte(`{"` + strings.Repeat("é", 1<<18) + `":1e999}`))
	if len(err.Error()) > 300 {
		t.Errorf("an error of %d bytes", len(err.Error()))
	}
}

func TestAMismatchNamesTheFieldAndNotTheValue(t *testing.T) {
	for _, c := range [][2]string{
		{`{"items":[{"item":"a"},{"item":"b","mean":"secret"}]}`, `items[1].mean must be a number (got a text)`},
		{`{"items":[{"item":"a","distribution":[1,2,{"secret":1}]}]}`, `items[0].distribution[2] must be a whole number (got an object)`},
		{`{"items":{"secret":1}}`, `items must be a list (got an object)`},
		{`{"respondents":1.5}`, `respondents must be a whole number (got a number)`},
		{`{"teamId":["secret"]}`, `teamId must be a text (got a list)`},
		{`{"teamId":true}`, `teamId must be a text (got true)`},
		{`{"items":["secret"]}`, `items[0] must be an object (got a text)`},
	} {
		var e survey.Tallied
		if err := jsoncodec.Unmarshal([]byte(c[0]), &e); err == nil || err.Error() != c[1] {
			t.Errorf("%s\ngot  %v\nwant %s", c[0], err, c[1])
		}
	}
	var e survey.Opened
	want := `opensOn must be a text (got a number)`
	if err := jsoncodec.Unmarshal([]byte(`{"opensOn":20240101}`), &e); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestNamesAreMatchedLetterByLetter(t *testing.T) {
	var e survey.Tallied
	if err := jsoncodec.Unmarshal([]byte(`{"teamId":"right","TEAMID":"wrong","TeamId":7}`), &e); err != nil || e.TeamID != "right" {
		t.Errorf("got %q, %v", e.TeamID, err)
	}
}

func TestNothingMayFollowTheValue(t *testing.T) {
	var e survey.Tallied
	if err := jsoncodec.Unmarshal([]byte(`{"teamId":"a"} {"teamId":"b"}`), &e); err == nil {
		t.Error("two values were read as one")
	}
	if err := jsoncodec.Unmarshal([]byte("{\"teamId\":\"a\"} \r\n\t"), &e); err != nil {
		t.Error(err)
	}
}

// A stack that overflows cannot be recovered from: when this test fails, it takes the
// whole process with it.
func TestNeitherReaderFollowsMegabytesOfBrackets(t *testing.T) {
	for _, opening := range []string{`[`, `{"a":`, `{"items":[`} {
		data := []byte(strings.Repeat(opening, (8<<20)/len(opening)))
		var e survey.Tallied
		if err := jsoncodec.Unmarshal(data, &e); err == nil {
			t.Errorf("%s was read", opening)
		}
		if _, err := jsoncodec.Compact(data); err == nil {
			t.Errorf("%s was accepted", opening)
		}
	}
}

func manyNames(n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = `"k` + string(rune('0'+i%10)) + strings.Repeat("x", i/10) + `":` + `1`
	}
	return strings.Join(parts, ",")
}

func BenchmarkDecode(b *testing.B) {
	data := []byte(`{"instrumentId":"csps","version":"2013","teamId":"hmrc","respondents":12,"items":[` +
		`{"item":"B01","n":12,"favourable":61.5},{"item":"B02","mean":3.2,"sd":0.5},` +
		`{"item":"B03","n":12,"favourable":61.5},{"item":"B04","mean":3.2,"sd":0.5},{"item":"B05","favourable":60}]}`)
	for name, unmarshal := range map[string]func([]byte, any) error{"fast": jsoncodec.Unmarshal, "std": json.Unmarshal} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				var e survey.Tallied
				if err := unmarshal(data, &e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("strict", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := jsoncodec.Compact(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
