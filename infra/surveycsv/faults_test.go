package surveycsv_test

import (
	"strings"
	"testing"

	"soin/infra/surveycsv"
)

func TestATableWithFaultsIsRefusedWithEachOfThem(t *testing.T) {
	for _, tt := range []struct {
		name, wave, data string
		want             []string
	}{
		{"no team column", "2013", "A1\n91%\n", []string{`x.csv:1: "header" must have a column that names the teams`}},
		{"no item", "2013", "unit,A4\nN,91%\n", []string{`x.csv:1: "header" must have a column for at least one item of pulse in wave 2013`}},
		{"a code of another wave", "2020", "unit,A1\nN,91%\n", []string{`at least one item of pulse in wave 2020`}},
		{"a header twice", "2013", "unit,A1,a1\nN,91%,90%\n", []string{`x.csv:1:3: a1 is already the header of column 2 (got "a1")`}},
		{"an item twice", "2013", "unit,A1,heard\nN,91%,90%\n", []string{`x.csv:1:3: heard holds the answers to heard, as column 2 does (got "heard")`}},
		{"a team column twice", "2013", "unit,Unit1,A1\nN,N,90%\n", []string{`x.csv:1:2: Unit1 names the team, as column 1 does (got "Unit1")`}},
		{"another question", "2013", "unit,A2. I am heard\nN,91%\n", []string{`x.csv:1:2: header asks something else than A2 did in 2013 ("What we ask for is done")`}},
		{"text for a value", "2013", "unit,A1\nN,high\n", []string{`x.csv:2:2: A1 must be a share with its sign, from "0%" to "100%" (got "high")`}},
		{"a share without its sign", "2013", "unit,A1\nN,91\n", []string{`x.csv:2:2: A1 must be a share with its sign`}},
		{"more than all", "2013", "unit,A1\nN,101%\n", []string{`(got "101%")`}},
		{"an exponent", "2013", "unit,A1\nN,1e1%\n", []string{`(got "1e1%")`}},
		{"no rate", "2013", "unit,rate,A1\nN,most,91%\n", []string{`x.csv:2:2: rate must be a share from 0% to 100%, written with its sign or from 0 to 1 (got "most")`}},
		{"a rate in hundreds", "2013", "unit,rate,A1\nN,78,91%\n", []string{`(got "78")`}},
		{"half a person", "2013", "unit,people,A1\nN,12.5,91%\n", []string{`x.csv:2:2: people must be a number of people (got "12.5")`}},
		{"no name", "2013", "unit,A1\n,91%\n", []string{`x.csv:2:1: unit must have 1 to 200 characters (got "")`}},
		{"a long name", "2013", "unit,A1\n" + strings.Repeat("x", 201) + ",91%\n", []string{`x.csv:2:1: unit must have 1 to 200 characters`}},
		{"a shifted row", "2013", "unit,A1\nNorth, East,91%\n", []string{`x.csv:2:3: "91%" stands right of the last header: is there a separator too many in this row?`}},
		{"several at once, in order", "2013", "unit,A1,A3\nN,x,y\nS,1%,z\n", []string{"x.csv:2:2:", "x.csv:2:3:", "x.csv:3:3:"}},
		{"a wave", "autumn", "unit,A1\nN,91%\n", []string{`x.csv: wave must be a year, a month or a day`}},
		{"a table", "2013", "", []string{`x.csv: `}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := refused(t, request(t, tt.wave, tt.data))
			at := 0
			for _, want := range tt.want {
				i := strings.Index(got[at:], want)
				if i < 0 {
					t.Fatalf("got\n%s\nwant\n%s", got, want)
				}
				at += i
			}
		})
	}
}

func TestFaultsOfATableAreBounded(t *testing.T) {
	got := refused(t, request(t, "2013", "unit,A1\n"+strings.Repeat("N,x\n", 1000)))
	if lines := strings.Split(got, "\n"); len(lines) != 51 || lines[50] != "and 950 more" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

func TestARevisionIsANumberOfRevisions(t *testing.T) {
	for _, n := range []int{-1, 1001} {
		r := request(t, "2013", "unit,A1\nN,91%\n")
		r.Revision = n
		if got := refused(t, r); !strings.Contains(got, "revision must lie between 0 and 1000") {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestANameOfSeveralOrganisationsIsNotGuessed(t *testing.T) {
	r := request(t, "2013", "unit,A1\nTwin,91%\n")
	r.Registry = units(t, "A,Twin,2010,2020\nB,Twin,2010,2020\n", "")
	if got, want := refused(t, r), `x.csv:2:1: unit is the name of several organisations of the registry: A, B (got "Twin")`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnItemHasOneValue(t *testing.T) {
	r := surveycsv.Request{File: "x.csv", Data: []byte("team;Q01;Q01_mean\nA;3;3\n"), Instrument: open(t, "soin-v1"), Wave: "2025-03", Known: surveycsv.Nothing{}}
	if got, want := refused(t, r), `x.csv:1:3: Q01_mean holds the answers to Q01, as column 2 does (got "Q01_mean")`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNoTeamStandsAboveItself(t *testing.T) {
	soin := open(t, "soin-v1")
	for name, tt := range map[string]struct{ data, want string }{
		"a circle":      {"team;parent;Q01\nA;B;3\nB;C;3\nC;A;3\nD;A;3\n", "would stand"},
		"two of a name": {"team_id;team;parent;Q01\n1;A;;3\n2;A;;3\n3;B;A;3\n", "is the name of several teams of this table"},
	} {
		if got := refused(t, surveycsv.Request{File: "x.csv", Data: []byte(tt.data), Instrument: soin, Wave: "2025-03", Known: surveycsv.Nothing{}}); !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %s", name, got)
		}
	}
	w := newWorld()
	first := surveycsv.Request{File: "x.csv", Data: []byte("team;parent;Q01\nB;A;3\n"), Instrument: soin, Wave: "2025-03", Known: surveycsv.Nothing{}}
	w.record(t, plan(t, first))
	first.Data, first.Wave, first.Known = []byte("team;parent;Q01\nA;B;3\n"), "2025-06", w.known(t)
	if got := refused(t, first); !strings.Contains(got, `x.csv:2:2: parent would stand above itself (got "B")`) {
		t.Errorf("a circle through what is known: %s", got)
	}
}
