package ingest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"soin/domain/calendar"
	"soin/domain/person"
)

// shape has a mark in every place a form may have one.
type shape struct {
	*inner
	By     person.Member           `json:"by"`
	On     calendar.Date           `json:"on"`
	Many   []person.Member         `json:"many"`
	Words  map[string]*person.Text `json:"words"`
	Deep   []struct{ T nested }    `json:"deep"`
	Token  *person.Token           `json:"token,omitempty"`
	Hidden person.Member           `json:"-"`
	Plain  string                  `json:"plain"`
	Lists  [][]person.Text         `json:"lists"`
	Empty  map[string][]any        `json:"empty"`
}

type inner struct {
	Within person.Text `json:"within"`
}

type nested struct {
	From person.Member `json:"from"`
}

func marksOfShape(t reflect.Type) *marks {
	order := 0
	return marksOf(t, &order)
}

func TestEveryPlaceThatTellsOfAPersonIsFound(t *testing.T) {
	data := `{"plain":"a","later":{"by":"b"},"many":["c","","d"],"words":{"x":"e","y":null},"\u0062y":"f\u00e9",` +
		`"deep":[{"T":{"from":"g","other":["h"]}},{}],"token":"i","lists":[["j"],[],["k","l"]],"within":"m","on":"2026-01-01","-":"n","Hidden":"o"}`
	spots, err := spotsOf([]byte(data), marksOfShape(reflect.TypeFor[shape]()))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range spots {
		got = append(got, fmt.Sprintf("%s=%s", s.path, s.value))
		if quoted := data[s.from:s.to]; !strings.HasPrefix(quoted, `"`) || !strings.HasSuffix(quoted, `"`) {
			t.Errorf("%s lies at %s", s.path, quoted)
		}
	}
	want := []string{"many[0]=c", "many[2]=d", "words.x=e", "by=fé", "deep[0].T.from=g", "token=i",
		"lists[0][0]=j", "lists[2][0]=k", "lists[2][1]=l", "within=m"}
	if !slices.Equal(got, want) {
		t.Errorf("found %v\nwant  %v", got, want)
	}
	if first := firstMember(spots); first == nil || first.path != "by" {
		t.Errorf("%+v is named first", first)
	}
}

func TestAFormThatTellsOfNobodyHasNoMarks(t *testing.T) {
	type plain struct {
		A string
		B []struct{ C map[string]int }
	}
	if m := marksOfShape(reflect.TypeFor[plain]()); m != nil {
		t.Errorf("%+v", m)
	}
}

func TestAPersonAsTheKeyOfAMapIsAMistakeInTheLanguage(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it was taken")
		}
	}()
	marksOfShape(reflect.TypeFor[struct{ M map[person.Member]int }]())
}

func TestAViolationIsToldWithoutItsValueWhereItMayBeAPersons(t *testing.T) {
	m := marksOfShape(reflect.TypeFor[shape]())
	for path, secret := range map[string]bool{
		"": true, "by": true, "many": true, "many[3]": true, "words": true, "words.x": true, "deep[0].T.from": true, "deep[0]": true,
		"by[0]": true, "by.x": true, "plain": false, "on": false, "later.by": false, "deep[0].T.other": false,
	} {
		if got := m.at(path) != nil; got != secret {
			t.Errorf("%q is secret: %v", path, got)
		}
	}
}
