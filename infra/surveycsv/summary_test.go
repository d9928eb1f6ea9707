package surveycsv_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheSummaryReadsLikeThis(t *testing.T) {
	r := request(t, "2014", "group,unit,people,rate,index,A1,A2,A4,note\n"+
		"Coast,Arctic,12,80%,7,91%,.,1,x\nCoast,South,9,,6,80%,n<10,,\nNrothern,Isle,3,50%,5,10%,10%,,\nElsewhere,Stranger,10,,,40%,41%,2,\n,total,,,,60%,,,\n,Source: the tool,,,,,,,\n")
	r.Registry = units(t, "N,North,2010,2013\nX,Arctic,2014,2020\nS,South,2010,2012\nO,Old,2010,2011\n", "2014,X,N,direct,rename\n2012,X,O,indirect,merger\n9999,X,,,other\n")
	r.Instrument.Attribution = []string{"Figures: the tool."}
	got := plan(t, r).Summary.String()
	golden := filepath.Join("testdata", "summary.txt")
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestListsOfASummaryAreBounded(t *testing.T) {
	var header strings.Builder
	for i := range 100 {
		header.WriteString(",nobody knows " + strings.Repeat("x", i+1))
	}
	text := plan(t, request(t, "2013", "unit,A1"+header.String()+"\nN,1%\n")).Summary.String()
	if strings.Count(text, "unknown: column") != 40 || !strings.Contains(text, "and 60 more unknown") {
		t.Error(text)
	}
}
