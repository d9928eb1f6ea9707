// Package cspstest finds the published files of the Civil Service People Survey, which lie
// beside the checkout and are no part of it. Tests that need them are skipped without.
package cspstest

import (
	"os"
	"path/filepath"
	"testing"
)

// Wave is one published file and what its publisher would count in it.
type Wave struct {
	Year, File    string
	Organisations int     // rows of organisations, the benchmark left out
	Gap           float64 // mean of act.senior_action - act.been_taken over them
}

// Waves lists the files by year.
func Waves() []Wave {
	return []Wave{
		{"2013", "csps2013_allorganisations_20140213.csv", 98, 9.744898},
		{"2014", "csps2014_allorganisations_20141120.csv", 101, 9.851485},
		{"2015", "csps2015_allorganisations_csv.csv", 98, 10.051020},
		{"2016", "civil_service_peoples_survey_2016_all_org_scores.csv", 101, 10.524752},
		{"2017", "Civil_Service_People_Survey_2017_All_Organisation_Scores__CSV_.csv", 101, 11.554455},
		{"2018", "Civil-Service-People-Survey-2018-All-Organisation-Scores-v2.0.csv", 105, 12.466667},
	}
}

// Folder is ../shared/data/csps, seen from the root of the module.
func Folder(t testing.TB) string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(root) == root {
			t.Fatal("no go.mod above this test")
		}
		root = filepath.Dir(root)
	}
	folder := filepath.Join(root, "..", "shared", "data", "csps")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the published files are not there: %v", err)
	}
	return folder
}

// Read is the bytes of a file of the folder.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Folder(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
