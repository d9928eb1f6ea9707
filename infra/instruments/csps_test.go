package instruments_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"soin/domain/care"
	"soin/infra/instruments"
	"soin/infra/instruments/cspstest"
	"soin/infra/instruments/typography"
	"soin/infra/surveycsv/table"
)

// records reads a file of the reference.
func records(t *testing.T, name string) [][]string {
	t.Helper()
	data := string(cspstest.Read(t, filepath.Join("reference", name)))
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(data, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// questions maps the reference's numbers to its words.
func questions(t *testing.T) (ids, labels map[string]string) {
	ids, labels = map[string]string{}, map[string]string{}
	for _, r := range records(t, "csps_questions_ref.csv") {
		ids[r[1]], labels[r[0]] = r[0], r[3]
	}
	return ids, labels
}

// A code of the reference is either the question that the reference says, or left out: an
// answer to choose from, a score of several questions, or a code of several meanings.
func TestEveryCodeOfEveryYearMeansWhatTheReferenceSays(t *testing.T) {
	in := open(t, "csps")
	ids, _ := questions(t)
	type code struct{ year, code string }
	meant := map[code][]string{}
	for _, r := range records(t, "csps_measures_lookup.csv") {
		k := code{r[0], strings.ToUpper(r[1])}
		meant[k] = append(meant[k], ids[r[2]])
	}
	items := 0
	for k, means := range meant {
		c := column(t, in, k.code, k.year)
		switch c.Use {
		case instruments.Answers:
			items++
			if id := in.Questions[c.Question].ID; len(means) != 1 || means[0] != id {
				t.Errorf("%s of %s is %s, the reference says %q", k.code, k.year, id, means)
			}
		case instruments.LeftOut:
			for _, id := range means {
				if _, known := asked(in)[id]; known {
					t.Errorf("%s of %s is left out, though %s is a question", k.code, k.year, id)
				}
			}
		default:
			t.Errorf("%s of %s is %s: %s", k.code, k.year, c.Use, c.Reason)
		}
	}
	if items < 1000 {
		t.Errorf("only %d codes are items", items)
	}
}

// The other way round: no code is a question in a year in which the reference has none.
func TestNoCodeMeansMoreThanTheReferenceSays(t *testing.T) {
	in := open(t, "csps")
	known := map[string]bool{}
	codes := map[string]bool{}
	for _, r := range records(t, "csps_measures_lookup.csv") {
		known[r[0]+strings.ToUpper(r[1])] = true
		codes[strings.ToUpper(r[1])] = true
	}
	for code := range codes {
		for year := 2005; year <= 2030; year++ {
			label := strconv.Itoa(year)
			c := column(t, in, code, label)
			if c.Use == instruments.Answers && !known[label+code] {
				t.Errorf("%s of %d is %s, the reference knows no such code", code, year, in.Questions[c.Question].ID)
			}
		}
	}
}

func asked(in *instruments.Instrument) map[string]instruments.Question {
	all := map[string]instruments.Question{}
	for _, q := range in.Questions {
		all[q.ID] = q
	}
	return all
}

func column(t *testing.T, in *instruments.Instrument, header, wave string) instruments.Column {
	t.Helper()
	w, err := in.Wave(wave)
	if err != nil {
		t.Fatal(err)
	}
	c, err := in.Column(header, w)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEnglishTextsAreTheReferences(t *testing.T) {
	_, labels := questions(t)
	for id, q := range asked(open(t, "csps")) {
		if q.Text.EN != labels[id] {
			t.Errorf("%s is %q, the reference says %q", id, q.Text.EN, labels[id])
		}
	}
}

// Where headers carry texts, the text must be a print of the very question that the code
// stands for: Column refuses it otherwise.
func TestEveryPublishedHeaderIsUnderstood(t *testing.T) {
	in := open(t, "csps")
	for _, wave := range cspstest.Waves() {
		read, err := table.Read(wave.File, cspstest.Read(t, wave.File))
		if err != nil {
			t.Fatal(err)
		}
		texts := 0
		for _, header := range read.Header {
			c := column(t, in, header, wave.Year)
			if c.Use == instruments.Unknown {
				t.Errorf("%s: %q is unknown: %s", wave.Year, header, c.Reason)
			}
			if c.Use != instruments.Answers || !strings.Contains(header, ". ") {
				continue
			}
			texts++
			if c.Wording == "" || !strings.Contains(typography.Letters(header), typography.Letters(c.Wording)) {
				t.Errorf("%s: %q was taken for %q", wave.Year, header, c.Wording)
			}
		}
		if wantTexts := wave.Year <= "2015"; (texts > 0) != wantTexts {
			t.Errorf("%s: %d headers with texts", wave.Year, texts)
		}
	}
}

func TestWhatIsDeclaredMirrorsWhatIsLived(t *testing.T) {
	all := asked(open(t, "csps"))
	for _, declared := range []string{"act.senior_action", "act.managers_action"} {
		if q := all[declared]; q.MirrorOf != "act.been_taken" || q.Criterion != "" {
			t.Errorf("%s mirrors %q and stands in cell %s", declared, q.MirrorOf, q.Criterion)
		}
	}
}

func TestEveryNeedAndDimensionIsAskedForInEveryYear(t *testing.T) {
	in := open(t, "csps")
	for year := 2009; year <= 2024; year++ {
		needs, dimensions := map[care.Need]int{}, map[care.Dimension]int{}
		for code := range 100 {
			c := column(t, in, fmt.Sprintf("B%02d", code), strconv.Itoa(year))
			if c.Use == instruments.Answers {
				needs[in.Questions[c.Question].Need]++
				dimensions[in.Questions[c.Question].Dimension]++
			}
		}
		for _, need := range care.Needs {
			if needs[need] < 4 {
				t.Errorf("%d asks for %s in %d questions", year, need, needs[need])
			}
		}
		for _, d := range care.Dimensions {
			if dimensions[d] < 4 {
				t.Errorf("%d asks for %s in %d questions", year, d, dimensions[d])
			}
		}
	}
}

// In 2018 the published share of W04 changed sides without a word in the file.
func TestAShareThatChangedSidesIsReversedFromThen(t *testing.T) {
	q := asked(open(t, "csps"))["wlb.anxious_yesterday"]
	if q.Asked(2017, "").Reversed || !q.Asked(2018, "").Reversed {
		t.Error("the share of the anxious is reversed from 2018 on, that of the calm never was")
	}
	for _, always := range []string{"dhb.experienced_bullying", "dhb.experienced_discrimination"} {
		if !asked(open(t, "csps"))[always].Asked(2013, "").Reversed {
			t.Errorf("%s counts those who say yes", always)
		}
	}
}

func TestAFileThatIsNoInstrumentIsToldSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bank.yaml")
	if _, err := instruments.Open(path); err == nil || !strings.Contains(err.Error(), "soin-v1, ") {
		t.Errorf("a missing file: %v, want the built-in ones named", err)
	}
	two := "id: a\nversion: '1'\nsince: 2020-01-01\naudience: team\nitems: [{id: x, min: 1, max: 5}]\n"
	if err := os.WriteFile(path, []byte(two+"---\n"+strings.Replace(two, "id: a", "id: b", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := instruments.Open(path); err == nil || !strings.Contains(err.Error(), "#ID") {
		t.Errorf("two documents: %v, want to be asked which", err)
	}
	if in, err := instruments.Open(path + "#b"); err != nil || in.ID != "b" {
		t.Errorf("the second document: %v, %v", in, err)
	}
}
