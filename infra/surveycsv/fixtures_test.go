package surveycsv_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"soin/infra/surveycsv"
)

func fixture(t *testing.T, file string) surveycsv.Request {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	r := request(t, "2013", string(data))
	r.File = file
	return r
}

func TestATableSaysTheSameHoweverItIsWritten(t *testing.T) {
	want := plan(t, fixture(t, "utf-8.csv"))
	if s := want.Summary; s.Tallied != 2 || s.Cells.Values != 4 || s.Missing["n<10"] != 1 || s.Missing["."] != 1 || len(s.SkippedRows) != 1 {
		t.Fatalf("%+v", s)
	}
	for file, encoding := range map[string]string{
		"utf-8-mark.csv": "UTF-8", "utf-16.csv": "UTF-16", "windows-1252.csv": "Windows-1252",
		"carriage-returns.csv": "UTF-8", "footnotes.csv": "UTF-8",
	} {
		got := plan(t, fixture(t, file))
		if !reflect.DeepEqual(got.Deliveries(), want.Deliveries()) {
			t.Errorf("%s states\n%s\nnot\n%s", file, lines(got), lines(want))
		}
		if got.Summary.Encoding != encoding || got.Summary.Cells.Values != 4 {
			t.Errorf("%s: %s with %d values", file, got.Summary.Encoding, got.Summary.Cells.Values)
		}
	}
}

func TestATeamHasOneRow(t *testing.T) {
	got := refused(t, fixture(t, "duplicate-unit.csv"))
	if want := `duplicate-unit.csv:4:2: unit is the same team as in line 2 (laccueil) (got "l'accueil")`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
