package surveycsv_test

import (
	"os"
	"path/filepath"
	"testing"

	"soin/infra/instruments"
	"soin/infra/surveycsv"
)

// Whatever stands in a table and whatever wave is asked for, Plan answers with facts the
// Door accepts or with faults.
func FuzzPlanNeverPanics(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.csv"))
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "2013", 0, true)
	}
	f.Add([]byte("team_id;team;parent;n;Q01;Q01_n;Q02_sd;Q02%\na;b;c;9;3;9;1;4\nc;d;a;;4;;;\n"), "2025-03", 2, false)
	f.Add([]byte("unit,A1\nAll units,91%\nGroup,1%\n"), "2020-02-29", 1000, true)
	soin, err := instruments.Open("soin-v1")
	if err != nil {
		f.Fatal(err)
	}
	small := read(f, pulse)
	registry := units(f, "N,L'accueil,2010,2013\nX,Arctic,2014,2020\nO,Old,2010,2011\n", "2014,X,N,direct,rename\n2012,N,O,indirect,merger\n")
	f.Fuzz(func(t *testing.T, data []byte, wave string, revision int, mapped bool) {
		r := surveycsv.Request{File: "fuzz.csv", Data: data, Instrument: soin, Wave: wave, Revision: revision, Known: surveycsv.Nothing{}}
		if mapped {
			r.Instrument, r.Registry = small, registry
		}
		p, err := surveycsv.Plan(r)
		if err != nil {
			return
		}
		newWorld().record(t, p)
		_ = p.Summary.String()
	})
}
