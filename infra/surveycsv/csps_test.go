package surveycsv_test

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/infra/instruments/cspstest"
	"soin/infra/surveycsv"
	"soin/infra/surveycsv/registry"
)

// published is one published file, of which nothing is known.
func published(t *testing.T, wave cspstest.Wave, r *registry.Registry) surveycsv.Request {
	return surveycsv.Request{
		File: wave.File, Data: cspstest.Read(t, wave.File), Instrument: open(t, "csps"), Wave: wave.Year,
		Registry: r, Known: surveycsv.Nothing{},
	}
}

func organisations(t *testing.T) *registry.Registry {
	t.Helper()
	r, err := registry.Read(os.DirFS(filepath.Join(cspstest.Folder(t), "reference")), open(t, "csps").Layout.Registry)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryOrganisationOfAYearIsTallied(t *testing.T) {
	missing := map[string]map[string]int{"2016": {".": 17}, "2017": {"n<10": 18}}
	r := organisations(t)
	for _, wave := range cspstest.Waves() {
		p := plan(t, published(t, wave, r))
		s := p.Summary
		gap, all := 0.0, tallies(t, p)
		for id, tally := range all {
			shares := map[string]float64{}
			for _, result := range tally.Items {
				shares[result.Item] = *result.Favourable
			}
			gap += shares["act.senior_action"] - shares["act.been_taken"]
			if tally.ResponseRate == nil || *tally.ResponseRate < .2 {
				t.Errorf("%s %s: response rate %v", wave.Year, id, tally.ResponseRate)
			}
		}
		if n := len(all); n != wave.Organisations || s.Tallied != n || math.Abs(gap/float64(n)-wave.Gap) > 1e-6 {
			t.Errorf("%s: %d organisations with a gap of %f, want %d with %f", wave.Year, n, gap/float64(n), wave.Organisations, wave.Gap)
		}
		if want := filled(t, wave.File); s.Cells.Total() != want || s.Cells.Unknown != 0 || s.Cells.Withheld != 0 {
			t.Errorf("%s: %+v is %d cells, the file has %d", wave.Year, s.Cells, s.Cells.Total(), want)
		}
		for token, n := range missing[wave.Year] {
			if s.Missing[token] != n {
				t.Errorf("%s: %d cells %q, want %d", wave.Year, s.Missing[token], token, n)
			}
		}
		if len(s.SkippedRows) != 1 || s.SkippedRows[0].Rows != 1 || len(s.Unregistered)+len(s.OtherYear)+len(s.Warnings) > 0 {
			t.Errorf("%s: %+v, not found %v, of another year %v, %v", wave.Year, s.SkippedRows, s.Unregistered, s.OtherYear, s.Warnings)
		}
	}
}

// filled counts the cells of a file that are not empty, header aside, without any code of
// the importer.
func filled(t *testing.T, file string) int {
	t.Helper()
	text := string(cspstest.Read(t, file))
	if strings.Contains(text, "\x92") {
		text, _ = charmap.Windows1252.NewDecoder().String(text)
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, row := range all[1:] {
		for _, cell := range row {
			if strings.TrimSpace(cell) != "" {
				n++
			}
		}
	}
	return n
}

// importAll brings the files in one after the other.
func importAll(t *testing.T, w *world, waves []cspstest.Wave, r *registry.Registry) []surveycsv.Summary {
	t.Helper()
	var summaries []surveycsv.Summary
	for _, wave := range waves {
		request := published(t, wave, r)
		request.Known = w.known(t)
		p := plan(t, request)
		if _, repeated := w.record(t, p); repeated > 0 {
			t.Errorf("%s states %d facts that are known already", wave.Year, repeated)
		}
		summaries = append(summaries, p.Summary)
	}
	return summaries
}

func TestSixYearsMakeOneHistory(t *testing.T) {
	w, r := newWorld(), organisations(t)
	importAll(t, w, cspstest.Waves(), r)
	k := w.known(t)
	for _, tt := range []struct{ id, on, name, parent string }{
		{"TSOL", "2009-06-01", "TSol", "attorney-generals-departments"},
		{"TSOL", "2014-10-31", "TSol", "attorney-generals-departments"},
		{"TSOL", "2015-10-31", "Government Legal Department", "attorney-generals-departments"},
		{"TSOL", "2016-10-31", "Government Legal Department", "civil-service"},
		{"NATARC", "2014-10-31", "The National Archives", "justice"},
		{"NATARC", "2015-10-31", "The National Archives", "culture-media-and-sport"},
		{"NATARC", "2018-10-31", "The National Archives", "digital-culture-media-and-sport"},
		{"COMLGV", "2018-10-31", "Ministry of Housing, Communities and Local Government (excluding agencies)", "housing-communities-and-local-government"},
		{"HYDROG", "2013-10-31", "UK Hydrographic Office", "defence"},
		{"CEFAS", "2014-10-31", "Centre for Environment, Fisheries and Aquaculture Science", "environment-food-and-rural-affairs"},
		{"INSOLV", "2014-10-31", "Insolvency Service", "business-innovation-and-skills"}, // "The" is typography
		{"SCWLNI", "2015-10-31", "Scotland Office, Office of the Advocate General, Wales Office and Northern Ireland Office combined", "territorial-offices"},
		{"EDUCAT", "", "", ""}, // goes on as CHLSCH
		{"CHLSCH", "2013-10-31", "Department for Education", "education"},
		{"FDSTDS", "2013-10-31", "Food Standards Agency", "civil-service"},
	} {
		on, _ := calendar.Parse(tt.on)
		state, formed := k.Team(tt.id, on)
		if formed != (tt.name != "") || (formed && (state.Name != tt.name || state.ParentID != tt.parent)) {
			t.Errorf("%s on %s: %q under %s, want %q under %s", tt.id, tt.on, state.Name, state.ParentID, tt.name, tt.parent)
		}
	}
	ended := map[string]string{}
	for _, fact := range k {
		if name := fact.Event.EventName(); name == "team.merged" || name == "team.split" || name == "team.dissolved" {
			ended[fact.Subject()] = fact.Time.Format("2006-01-02 ") + name
		}
	}
	for id, want := range map[string]string{
		"FAIRTD": "2014-01-01 team.merged", "DRVSTD": "2014-01-01 team.merged", "NTOFSV": "2014-01-01 team.split",
		"FDENRS": "2015-01-01 team.merged", "DEFSUP": "2015-01-01 team.split", "ORDSRV": "2015-01-01 team.dissolved",
		"BUSINV": "2016-01-01 team.split", "ENGCLM": "2016-01-01 team.merged", "RYLPRK": "2017-01-01 team.dissolved",
		"UKBRDA": "2013-01-01 team.split", "TSOL": "", "HOFGRP": "", "CSRVHR": "",
	} {
		if ended[id] != want {
			t.Errorf("%s: %q, want %q", id, ended[id], want)
		}
	}
}

func TestImportingAYearAgainDoublesNothing(t *testing.T) {
	w, r := newWorld(), organisations(t)
	importAll(t, w, cspstest.Waves(), r)
	before := len(w.facts(t))
	for _, wave := range cspstest.Waves() {
		request := published(t, wave, r)
		request.Known = w.known(t)
		p := plan(t, request)
		if added, repeated := w.record(t, p); added > 0 || repeated != wave.Organisations {
			t.Errorf("%s adds %d facts and repeats %d", wave.Year, added, repeated)
		}
	}
	if after := len(w.facts(t)); after != before {
		t.Errorf("%d facts became %d", before, after)
	}
}

func TestOlderYearsAddWhatIsMissingAndChangeNothing(t *testing.T) {
	waves := cspstest.Waves()
	w, r := newWorld(), organisations(t)
	importAll(t, w, waves[5:], r)
	names, k := map[string]string{}, w.known(t)
	for _, fact := range k {
		state, _ := k.Team(fact.Subject(), 1<<20)
		names[fact.Subject()] = state.Name + " under " + state.ParentID
	}
	for i := 4; i >= 0; i-- {
		s := importAll(t, w, waves[i:i+1], r)[0]
		if !s.Late || len(s.Moved) > 0 || !strings.Contains(s.String(), "a newer wave is known already") {
			t.Errorf("%s: late %t, moved %v", waves[i].Year, s.Late, s.Moved)
		}
	}
	k = w.known(t)
	for id, want := range names {
		if state, formed := k.Team(id, 1<<20); formed && state.Name+" under "+state.ParentID != want {
			t.Errorf("%s is now %s under %s, was %s", id, state.Name, state.ParentID, want)
		}
	}
	tallied := 0
	for _, fact := range k {
		if fact.Event.EventName() == "survey.tallied" {
			tallied++
		}
	}
	if want := 98 + 101 + 98 + 101 + 101 + 105; tallied != want {
		t.Errorf("%d tallies, want %d", tallied, want)
	}
	if state, formed := k.Team("FAIRTD", 1<<20); !formed || !state.Ended {
		t.Error("the Office of Fair Trading, of 2013 only, was not ended by what 2018 knows")
	}
}

func TestWithoutARegistryEveryYearIsStillRead(t *testing.T) {
	w := newWorld()
	for _, s := range importAll(t, w, cspstest.Waves(), nil) {
		if s.ByRegistry || !strings.Contains(s.String(), "an organisation that was renamed is another team") {
			t.Errorf("%s does not say that there is no registry", s.SurveyID)
		}
	}
	k := w.known(t)
	for id, want := range map[string]string{
		"scottish-government": "department-group-scottish-government", "SG": "department-group-scottish-government",
		"department-group-scottish-government": "civil-service", "welsh-government": "civil-service",
	} {
		if state, formed := k.Team(id, 1<<20); !formed || state.ParentID != want && id != "welsh-government" {
			t.Errorf("%s: formed %t under %s, want %s", id, formed, state.ParentID, want)
		}
	}
}

// A share is stated as it is printed: nothing is computed with it on the way.
func TestAPublishedValueIsStatedAsItIs(t *testing.T) {
	p := plan(t, published(t, cspstest.Waves()[0], organisations(t)))
	for _, d := range p.Deliveries() {
		if d.ID != "2013/tallied/ACAS" {
			continue
		}
		if d.Subject != "csps-2013" || d.Source != "soin:import/csps" || d.Type != event.WireType("survey.tallied", 1) || d.Time.Format("2006-01-02") != "2013-10-31" {
			t.Errorf("%+v", d)
		}
		if data := string(d.Data); !strings.HasPrefix(data, `{"instrumentId":"csps","version":"2013","teamId":"ACAS","responseRate":0.78,"items":[{"item":"mwk.interested_work","favourable":`) {
			t.Errorf("%.200s", data)
		}
		return
	}
	t.Error("Acas was not tallied")
}
