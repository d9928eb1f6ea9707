package surveycsv_test

import (
	"encoding/json"
	"testing"

	"soin/infra/ingest"
	"soin/infra/instruments"
	"soin/infra/surveycsv"
)

// An import that stops between two stages must leave nothing whose parent is not there:
// what is known is not planned again.
func TestParentsAreRecordedBeforeWhatStandsUnderThem(t *testing.T) {
	csps, err := instruments.Open("csps")
	if err != nil {
		t.Fatal(err)
	}
	p := plan(t, surveycsv.Request{
		File: "t.csv", Instrument: csps, Wave: "2016", Known: surveycsv.Nothing{},
		Data: []byte("Department_group,Organisation,Organisation_Code,Response_rate,B01\n" +
			"Health,Department of Health,DH,70%,80%\nHealth,Public Health England,PHE,60%,70%\nTransport,Vehicle Agency,VA,60%,70%\n"),
	})
	formed := map[string]bool{}
	for _, stage := range p.Stages {
		for _, d := range stage {
			if parent := parentOf(t, d); parent != "" && !formed[parent] {
				t.Errorf("%s stands under %s, which no earlier stage forms", d.Subject, parent)
			}
		}
		for _, d := range stage {
			formed[d.Subject] = true
		}
	}
	if len(formed) < 6 {
		t.Errorf("only %d things were planned", len(formed))
	}
}

func parentOf(t *testing.T, d ingest.Delivery) string {
	t.Helper()
	var formed struct {
		ParentID string `json:"parentId"`
	}
	if err := json.Unmarshal(d.Data, &formed); err != nil {
		t.Fatal(err)
	}
	return formed.ParentID
}
