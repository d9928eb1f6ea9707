package surveycsv_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/infra/surveycsv"
)

func TestResultsAreStatedAsTheyAreWritten(t *testing.T) {
	p := plan(t, request(t, "2013", "unit,people,rate,A1,A2,A3\nN,12,78%,91%,50.5%,\nS,.,0.783,\"7,5 %\",.,100%\n"))
	want := map[string]survey.Tallied{
		"n": {InstrumentID: "pulse", Version: "2013", TeamID: "n", Respondents: new(12), ResponseRate: new(.78), Items: []survey.Result{
			{Item: "heard", Favourable: new(91.)}, {Item: "done", Favourable: new(50.5)},
		}},
		"s": {InstrumentID: "pulse", Version: "2013", TeamID: "s", ResponseRate: new(.783), Items: []survey.Result{
			{Item: "heard", Favourable: new(7.5)}, {Item: "told", Favourable: new(100.)},
		}},
	}
	if got := tallies(t, p); !reflect.DeepEqual(got, want) {
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(want)
		t.Errorf("got\n%s\nwant\n%s", a, b)
	}
}

func TestNothingIsStatedOfFewerThanFivePeople(t *testing.T) {
	p := plan(t, request(t, "2013", "unit,people,A1\nN,4,91%\nS,5,91%\n"))
	if got := tallies(t, p); len(got) != 1 || strings.Contains(lines(p), "North") {
		t.Errorf("%v\n%s", got, lines(p))
	}
	if text := p.Summary.String(); !strings.Contains(text, "1 left out, first in line 2: fewer than 5 people, one of whom could be singled out") {
		t.Error(text)
	}
	soin := surveycsv.Request{
		File: "x.csv", Instrument: open(t, "soin-v1"), Wave: "2025-03", Known: surveycsv.Nothing{},
		Data: []byte("team;Q01;Q01_n;Q02;Q02_n\nA;3,5;4;4,1;9\nB;3,5;4;;\nC;3;5;3;5\n"),
	}
	p = plan(t, soin)
	got := tallies(t, p)
	if len(got) != 2 || len(got["a"].Items) != 1 || got["a"].Items[0].Item != "Q02" || *got["a"].Items[0].N != 9 {
		t.Errorf("%+v", got)
	}
	if s := p.Summary; s.Cells.Withheld != 1 || s.SkippedRows[0].Reason != "fewer than 5 answers to every item" {
		t.Errorf("%+v", s)
	}
}

func TestAPlainTableNeedsNoMappingOfItsOwn(t *testing.T) {
	data := "team_id;team;parent;répondants;eligible;taux de réponse;Q01;Q01_sd;Q02;Q03_favourable;Notes\n" +
		"t1;Guichet Nord;Région;12;20;60%;3,7;0,9;74%;12;bien\n" +
		"t2;Guichet Sud;t1;9;;;4;;-;;\n" +
		"r;Région;;40;;;2.25;;51%;;\n"
	p := plan(t, surveycsv.Request{File: "x.csv", Data: []byte(data), Instrument: open(t, "soin-v1"), Wave: "2025-03", Known: surveycsv.Nothing{}})
	want := survey.Tallied{
		InstrumentID: "soin-v1", Version: "1", TeamID: "t1", Respondents: new(12), Eligible: new(20), ResponseRate: new(.6),
		Items: []survey.Result{
			{Item: "Q01", Mean: new(3.7), SD: new(.9)}, {Item: "Q02", Favourable: new(74.)}, {Item: "Q03", Favourable: new(12.)},
		},
	}
	if got := tallies(t, p)["t1"]; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got, want := lines(p), `2025-03-31 team.formed t1 {"name":"Guichet Nord","parentId":"r"}
2025-03-31 team.formed t2 {"name":"Guichet Sud","parentId":"t1"}
2025-03-31 team.formed r {"name":"Région"}
`; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	d := p.Deliveries()[0]
	if e := decoded(t, d).(instrument.Published); d.ID != "published/1" || d.Time.Year() != 2000 || e.Version != "1" || len(e.Items) != 32 {
		t.Errorf("%s on %s: version %s with %d items", d.ID, d.Time, e.Version, len(e.Items))
	}
	if d := p.Deliveries()[len(p.Deliveries())-1]; d.Subject != "soin-v1-2025-03" || d.ID != "2025-03/tallied/r" {
		t.Errorf("%s of %s", d.ID, d.Subject)
	}
	for _, c := range p.Summary.SkippedColumns {
		if c.Header != "Notes" || c.Cells != 1 {
			t.Errorf("%+v", c)
		}
	}
	if newWorld().record(t, p); p.Summary.Cells.Unknown != 1 {
		t.Errorf("%+v", p.Summary.Cells)
	}
}

func TestTeamsThatSoinKnowsKeepTheirPlace(t *testing.T) {
	w := newWorld()
	r := surveycsv.Request{File: "x.csv", Data: []byte("team;parent;Q01\nNord;Région;3\n"), Instrument: open(t, "soin-v1"), Wave: "2025-03", Known: surveycsv.Nothing{}}
	w.record(t, plan(t, r))
	r.Data, r.Wave, r.Known = []byte("team_id;Q01\nnord;4\n"), "2025-06", w.known(t)
	if p := plan(t, r); lines(p) != "" || len(p.Deliveries()) != 1 {
		t.Errorf("%d facts\n%s", len(p.Deliveries()), lines(p))
	}
}

func TestAMeanLiesOnTheScaleOfItsItem(t *testing.T) {
	for cell, want := range map[string]string{
		"5.1": `must be a mean from 1 to 5, or a share with its sign (got "5.1")`, "0": "must be a mean", "74": "must be a mean", "1e0": "must be a mean", "101%": "must be a share", "NaN": "must be a mean",
	} {
		r := surveycsv.Request{File: "x.csv", Data: []byte("team;Q01\nA;" + cell + "\n"), Instrument: open(t, "soin-v1"), Wave: "2025-03", Known: surveycsv.Nothing{}}
		if got := refused(t, r); !strings.Contains(got, want) {
			t.Errorf("%s: %s", cell, got)
		}
	}
}

func TestAVersionAsksWhatItsTableHas(t *testing.T) {
	p := plan(t, request(t, "2013", "unit,A1. I am heard,A3\nN,91%,80%\n"))
	e := decoded(t, p.Deliveries()[0]).(instrument.Published)
	var ids []string
	for _, it := range e.Items {
		ids = append(ids, it.ID)
	}
	if e.Version != "2013" || !slices.Equal(ids, []string{"heard", "told"}) || p.Deliveries()[0].ID != "2013/published" {
		t.Errorf("%s: version %s asks %v", p.Deliveries()[0].ID, e.Version, ids)
	}
	if e.Items[1].MirrorOf != "" {
		t.Error("an item mirrors one that was not asked")
	}
}

func TestACorrectedTableIsARevision(t *testing.T) {
	w := newWorld()
	r := request(t, "2013", "group,unit,A1\nCoast,North,91%\nCoast,South,80%\n")
	w.record(t, plan(t, r))

	r.Data, r.Revision, r.Known = []byte("group,unit,A1\nIsles,North,90%\nCoast,South,80%\n"), 2, w.known(t)
	p := plan(t, r)
	w.record(t, p)
	if got := tallies(t, p)["north"]; got.Revision != 2 || got.Version != "2013" || *got.Items[0].Favourable != 90 {
		t.Errorf("%+v", got)
	}
	for _, d := range p.Deliveries() {
		if strings.HasPrefix(d.ID, "2013/") && !strings.HasSuffix(d.ID, "/r2") {
			t.Errorf("%s has an id of the first revision", d.ID)
		}
	}
	if !strings.Contains(p.Summary.String(), ", revision 2") {
		t.Error(p.Summary.String())
	}

	r.Data, r.Revision, r.Known = []byte("group,unit,A1,A2\nIsles,North,90%,70%\n"), 3, w.known(t)
	p = plan(t, r)
	w.record(t, p)
	if got := tallies(t, p)["north"]; got.Version != "2013-r3" || got.Revision != 3 {
		t.Errorf("a table with other columns: %+v", got)
	}
	r.Revision = 0
	if got := refused(t, r); !strings.Contains(got, "import a corrected table with a higher revision") {
		t.Error(got)
	}
}

func TestIDsThatWouldBeTooLongAreHashed(t *testing.T) {
	name := strings.Repeat("Very Long ", 19) + "Name"
	p := plan(t, request(t, "2013", "unit,A1\n"+name+",91%\n"+name+"r,80%\n"))
	if added, repeated := newWorld().record(t, p); repeated > 0 || added != len(p.Deliveries()) {
		t.Errorf("%d of %d facts, %d twice", added, len(p.Deliveries()), repeated)
	}
}
