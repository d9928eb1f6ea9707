package surveycsv_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soin/infra/ingest"
	"soin/infra/surveycsv"
)

// anyTable draws a table of a few teams, groups and values, misprints included.
func anyTable(t *rapid.T) string {
	units := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{
		"North", "the north", "Nroth", "Arctic", "South", "East & West", "East and West", "Isle", "total", "All units", "Coast",
	}), 1, 6, func(s string) string { return s }).Draw(t, "units")
	var b strings.Builder
	b.WriteString("group,unit,people,rate,A1,A2,A3\n")
	for _, unit := range units {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s\n", rapid.SampledFrom([]string{"", "Coast", "coast", "Ice", "North", "All Units"}).Draw(t, "group"), unit,
			rapid.SampledFrom([]string{"", "4", "12"}).Draw(t, "people"), rapid.SampledFrom([]string{"", "80%", "."}).Draw(t, "rate"),
			value.Draw(t, "A1"), value.Draw(t, "A2"), value.Draw(t, "A3"))
	}
	return b.String()
}

var value = rapid.SampledFrom([]string{"0%", "91%", "50.5%", "n<10", ".", ""})

// Whatever tables of whatever waves are imported in whatever order: every fact is accepted,
// every filled cell accounted for, and importing a table again states nothing new.
func TestEveryHistoryOfImportsIsAcceptedAndRepeatable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		request := surveycsv.Request{File: "x.csv", Instrument: read(t, pulse)}
		if rapid.Bool().Draw(t, "registry") {
			request.Registry = units(t,
				"N,North,2010,2013\nX,Arctic,2014,2020\nS,South,2012,2014\nEW,East & West,2010,2020\nO,Old,2010,2011\nC,Coast,2015,2020\n",
				"2014,X,N,direct,rename\n2015,EW,S,indirect,merger\n2015,C,S,indirect,demerger\n2012,EW,O,indirect,merger\n")
		}
		done := map[string]bool{}
		for range rapid.IntRange(1, 4).Draw(t, "imports") {
			request.Wave = fmt.Sprint(rapid.IntRange(2012, 2019).Draw(t, "wave"))
			if done[request.Wave] {
				continue
			}
			request.Data, request.Known = []byte(anyTable(t)), w.known(t)
			p, err := surveycsv.Plan(request)
			if err != nil {
				continue // the same team twice, or nothing to state
			}
			done[request.Wave] = true
			if _, repeated := w.record(t, p); repeated > 0 {
				t.Fatalf("%d facts were known already", repeated)
			}
			if filled := filledCells(string(request.Data)); p.Summary.Cells.Total() != filled {
				t.Fatalf("%+v is not %d cells", p.Summary.Cells, filled)
			}
			request.Known = w.known(t)
			again := plan(t, request)
			if added, _ := w.record(t, again); added > 0 {
				t.Fatalf("planning again adds %d facts:\n%s", added, lines(again))
			}
			if blind := plan(t, withoutKnowledge(request)); len(done) == 1 && !same(blind.Deliveries(), p.Deliveries()) {
				t.Fatalf("the plan is no function of its arguments")
			}
		}
	})
}

func withoutKnowledge(r surveycsv.Request) surveycsv.Request {
	r.Known = surveycsv.Nothing{}
	return r
}

func same(a, b []ingest.Delivery) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Subject != b[i].Subject || a[i].Type != b[i].Type || !a[i].Time.Equal(b[i].Time) || !bytes.Equal(a[i].Data, b[i].Data) {
			return false
		}
	}
	return true
}

func filledCells(table string) int {
	n := 0
	for _, row := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
		for cell := range strings.SplitSeq(row, ",") {
			if cell != "" {
				n++
			}
		}
	}
	return n
}
