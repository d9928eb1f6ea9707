package surveycsv_test

import (
	"strings"
	"testing"

	"soin/infra/surveycsv"
)

// story imports tables one after the other and tells what the last one states of teams.
func story(t *testing.T, list, log string, tables ...[2]string) (string, surveycsv.Summary) {
	t.Helper()
	w := newWorld()
	var p *surveycsv.Import
	for _, table := range tables {
		r := request(t, table[0], table[1])
		if r.Known = w.known(t); list != "" {
			r.Registry = units(t, list, log)
		}
		p = plan(t, r)
		w.record(t, p)
	}
	return lines(p), p.Summary
}

func TestStructure(t *testing.T) {
	const list = "N,North,2010,2020\nS,South,2012,2020\n"
	for _, tt := range []struct {
		name, list, log string
		tables          [][2]string
		want            []string
	}{
		{
			"teams are formed in their first year under what their group is",
			list, "", [][2]string{{"2013", "group,unit,A1\nCoast,North,1%\nCoast,South,2%\n"}},
			[]string{
				`2010-01-01 team.formed N {"name":"North","parentId":"coast","kind":"unit"}`,
				`2012-01-01 team.formed S {"name":"South","parentId":"coast","kind":"unit"}`,
				`2010-01-01 team.formed coast {"name":"Coast","parentId":"all","kind":"group"}`,
				`2010-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"what is known already is not told again",
			list, "", [][2]string{{"2013", "group,unit,A1\nCoast,North,1%\n"}, {"2014", "group,unit,A1\ncoast, the  NORTH,1%\n"}},
			nil,
		},
		{
			"a group of one organisation of its name is that organisation",
			list, "", [][2]string{{"2013", "group,unit,A1\nThe North,North,1%\n"}},
			[]string{
				`2010-01-01 team.formed N {"name":"North","parentId":"all","kind":"unit"}`,
				`2010-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"and is a group again with a second organisation in it",
			list, "", [][2]string{{"2013", "group,unit,A1\nNorth,North,1%\n"}, {"2014", "group,unit,A1\nNorth,North,1%\nNorth,South,1%\n"}},
			[]string{
				`2014-06-30 team.moved N {"parentId":"north"}`,
				`2012-01-01 team.formed S {"name":"South","parentId":"north","kind":"unit"}`,
				`2012-01-01 team.formed north {"name":"North","parentId":"all","kind":"group"}`,
			},
		},
		{
			"a direct successor is the same team with another name",
			"N,North,2010,2013\nX,Arctic,2014,2020\n", "2014,X,N,direct,rename\n",
			[][2]string{{"2013", "unit,A1\nNorth,1%\n"}, {"2014", "unit,A1\nArctic,1%\n"}},
			[]string{`2014-06-30 team.renamed N {"name":"Arctic"}`},
		},
		{
			"a team met under a later name is formed under its first",
			"N,North,2010,2013\nX,Arctic,2014,2020\n", "2014,X,N,direct,rename\n",
			[][2]string{{"2014", "unit,A1\nArctic,1%\n"}},
			[]string{
				`2010-01-01 team.formed N {"name":"North","parentId":"all","kind":"unit"}`,
				`2014-06-30 team.renamed N {"name":"Arctic"}`,
				`2010-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"predecessors are formed and ended, and theirs",
			"A,a,2010,2010\nB,b,2011,2012\nC,c,2011,2012\nN,North,2013,2020\n",
			"2013,N,B,indirect,merger\n2013,N,C,indirect,demerger\n2011,B,A,indirect,merger\n2011,C,A,indirect,merger\n",
			[][2]string{{"2013", "unit,A1\nNorth,1%\n"}},
			[]string{
				`2013-01-01 team.formed N {"name":"North","parentId":"all","kind":"unit"}`,
				`2011-01-01 team.formed B {"name":"b","parentId":"all","kind":"unit"}`,
				`2011-01-01 team.formed C {"name":"c","parentId":"all","kind":"unit"}`,
				`2010-01-01 team.formed A {"name":"a","parentId":"all","kind":"unit"}`,
				`2011-01-01 team.split A {"intoTeamIds":["B","C"]}`,
				`2013-01-01 team.merged B {"intoTeamId":"N"}`,
				`2013-01-01 team.split C {"intoTeamIds":["N"]}`,
				`2010-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"what has not ended yet is not a predecessor yet",
			"O,Old,2010,2015\nN,North,2010,2020\n", "2016,N,O,indirect,merger\n",
			[][2]string{{"2013", "unit,A1\nNorth,1%\n"}},
			[]string{
				`2010-01-01 team.formed N {"name":"North","parentId":"all","kind":"unit"}`,
				`2010-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"an end is told by the wave of its year and by none before",
			"N,North,2010,2013\nS,South,2010,2020\n", "2014,S,N,indirect,merger\n",
			[][2]string{{"2013", "unit,A1\nNorth,1%\nSouth,1%\n"}, {"2014", "unit,A1\nSouth,1%\n"}},
			[]string{`2014-01-01 team.merged N {"intoTeamId":"S"}`},
		},
		{
			"what is listed no more is dissolved",
			"N,North,2010,2013\nS,South,2010,2020\n", "",
			[][2]string{{"2013", "unit,A1\nNorth,1%\nSouth,1%\n"}, {"2016", "unit,A1\nSouth,1%\n"}},
			[]string{`2014-01-01 team.dissolved N {}`},
		},
		{
			"a misprint neither renames nor moves nor splits a group",
			"N,North,2010,2020\nN,Nroth,2014,2014\nS,South,2012,2020\n", "",
			[][2]string{{"2013", "group,unit,A1\nNorthern,North,1%\nNorthern,South,1%\n"}, {"2014", "group,unit,A1\nNrothern,Nroth,1%\nNorthern,South,1%\n"}},
			nil,
		},
		{
			"a misprint that the registry does not have is who was meant",
			list, "", [][2]string{{"2013", "unit,A1\nNroth,1%\n"}},
			[]string{
				`2010-01-01 team.formed N {"name":"North","parentId":"all","kind":"unit"}`,
				`2010-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"rows of combined results are of their own kind, whatever name they are first met by",
			"N,North,2010,2013\nN,North (combined),2014,2020\n", "",
			[][2]string{{"2013", "unit,A1\nNorth,1%\n"}},
			[]string{
				`2010-01-01 team.formed N {"name":"North","parentId":"all","kind":"combined"}`,
				`2010-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"without a registry teams are known by code, else by name, from the wave on",
			"", "", [][2]string{{"2013", "code,group,unit,A1\n7,Coast,North,1%\n,Coast,Coast,1%\n"}},
			[]string{
				`2013-06-30 team.formed 7 {"name":"North","parentId":"group-coast","kind":"unit"}`,
				`2013-06-30 team.formed coast {"name":"Coast","parentId":"group-coast","kind":"unit"}`,
				`2013-06-30 team.formed group-coast {"name":"Coast","parentId":"all","kind":"group"}`,
				`2013-06-30 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"whom the registry does not have is apart from whom it has",
			"north,South,2012,2020\n", "", [][2]string{{"2013", "group,unit,A1\nNorth,South,1%\nNorth,North,1%\n"}},
			[]string{
				`2012-01-01 team.formed north {"name":"South","parentId":"group-north","kind":"unit"}`,
				`2013-06-30 team.formed unit-north {"name":"North","parentId":"group-north","kind":"unit"}`,
				`2012-01-01 team.formed group-north {"name":"North","parentId":"all","kind":"group"}`,
				`2012-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"a team the registry lists only later is as old as its results",
			"N,North,2015,2020\nS,South,2010,2020\n", "", [][2]string{{"2013", "unit,A1\nNorth,1%\n"}},
			[]string{
				`2013-06-30 team.formed N {"name":"North","parentId":"all","kind":"unit"}`,
				`2013-06-30 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
		{
			"the whole has its own row",
			list, "", [][2]string{{"2013", "group,unit,A1\n,All units,1%\nAll Units,North,1%\n"}},
			[]string{
				`2010-01-01 team.formed N {"name":"North","parentId":"all","kind":"unit"}`,
				`2010-01-01 team.formed all {"name":"All units","kind":"all"}`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := story(t, tt.list, tt.log, tt.tables...)
			if want := strings.Join(append(tt.want, ""), "\n"); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func TestAnOlderWaveAddsAndDoesNotRename(t *testing.T) {
	const list = "N,North,2010,2020\nN,Arctic,2015,2020\nS,South,2010,2013\nM,Middle,2010,2020\n"
	got, s := story(t, list, "2014,M,S,indirect,merger\n",
		[2]string{"2016", "group,unit,A1\nIce,Arctic,1%\nIce,Middle,1%\n"},
		[2]string{"2013", "group,unit,A1\nCoast,North,1%\nIce,South,1%\n"})
	// Middle came with 2016, and with it its predecessor South: 2013 has nothing to add.
	if got != "" {
		t.Errorf("got\n%s", got)
	}
	if !s.Late || s.Unchanged != 2 {
		t.Errorf("late %t, %d unchanged", s.Late, s.Unchanged)
	}
}

func TestATeamMissingFromANewerWaveEndsAsIsKnown(t *testing.T) {
	got, s := story(t, "N,North,2010,2020\nS,South,2010,2013\n", "",
		[2]string{"2016", "unit,A1\nNorth,1%\n"}, [2]string{"2013", "unit,A1\nSouth,1%\n"})
	want := `2010-01-01 team.formed S {"name":"South","parentId":"all","kind":"unit"}
2014-01-01 team.dissolved S {}
`
	if got != want || !s.Late {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestATeamWithResultsHasNotEnded(t *testing.T) {
	got, s := story(t, "N,North,2010,2011\nS,South,2010,2020\n", "", [2]string{"2013", "unit,A1\nNorth,1%\n"})
	if strings.Contains(got, "dissolved") || len(s.Warnings) != 1 || !strings.Contains(s.String(), "North (N) has results, though the registry says that it ended on 2012-01-01") {
		t.Errorf("got\n%s%v", got, s.Warnings)
	}
	if len(s.OtherYear) != 1 || s.OtherYear[0] != "North" {
		t.Errorf("of another year: %v", s.OtherYear)
	}
}

func TestAnEndedTeamIsNotChangedAnyMore(t *testing.T) {
	list := "N,North,2010,2013\nN,Arctic,2014,2014\nS,South,2010,2020\n"
	w := newWorld()
	for _, table := range [][2]string{{"2013", "unit,A1\nNorth,1%\nSouth,1%\n"}, {"2015", "unit,A1\nSouth,1%\n"}} {
		r := request(t, table[0], table[1])
		r.Registry, r.Known = units(t, list, ""), w.known(t)
		w.record(t, plan(t, r))
	}
	r := request(t, "2016", "group,unit,A1\nIce,Arctic,1%\nIce,South,1%\n")
	r.Registry, r.Known = units(t, list, ""), w.known(t)
	p := plan(t, r)
	if got := lines(p); strings.Contains(got, " N ") || len(tallies(t, p)) != 2 {
		t.Errorf("got\n%s%d tallies", got, len(tallies(t, p)))
	}
	if text := p.Summary.String(); !strings.Contains(text, "Arctic (N) had ended before this wave") {
		t.Error(text)
	}
}
