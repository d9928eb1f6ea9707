package registry_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"soin/infra/instruments"
	"soin/infra/instruments/cspstest"
	"soin/infra/surveycsv/registry"
)

// shape is how the small registries of these tests call their columns.
func shape() *instruments.Registry {
	return &instruments.Registry{
		Organisations: instruments.OrganisationTable{File: "list.csv", ID: "id", Name: "name", From: "from", To: "to"},
		Lineage: instruments.LineageTable{
			File: "log.csv", Year: "year", ID: "id", Previous: "before", Succession: "kind", Reason: "why",
			Direct: []string{"direct"}, Indirect: []string{"indirect"}, Demergers: []string{"demerger"},
		},
		Aliases: map[string]string{"CX": "C"},
	}
}

func build(t *testing.T, list, log string) *registry.Registry {
	t.Helper()
	r, err := registry.Read(folder(list, log), shape())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func folder(list, log string) fstest.MapFS {
	return fstest.MapFS{
		"list.csv": {Data: []byte("id,name,from,to\n" + list)},
		"log.csv":  {Data: []byte("year,id,before,kind,why\n" + log)},
	}
}

// told is what became of an organisation, in one line.
func told(t *testing.T, r *registry.Registry, id string) string {
	t.Helper()
	o, found := r.Organisation(id)
	if !found {
		t.Fatalf("%s is not in the registry", id)
	}
	text := fmt.Sprintf("%s %d-%d", o.ID, o.First, o.Last)
	if o.End != nil {
		text += fmt.Sprintf(", ended %s into %v, split %v", o.End.On, o.End.Into, o.End.Split)
	}
	return text
}

func TestLineage(t *testing.T) {
	for _, tt := range []struct{ name, list, log, id, want string }{
		{"goes on", "A,Alpha,2010,2020\n", "", "A", "A 2010-2020"},
		{"a direct successor is the same organisation", "A,Alpha,2010,2014\nB,Beta,2015,2020\n", "2015,B,A,direct,rename\n", "B", "A 2010-2020"},
		{"and under its oldest id when it comes back", "A,Alpha,2010,2024\nB,Beta,2017,2022\n", "2017,B,A,direct,rename\n2023,A,B,direct,rename\n", "B", "A 2010-2024"},
		{"chains count as one", "A,x,2010,2011\nB,y,2012,2013\nC,z,2014,2020\n", "2014,C,B,direct,rename\n2012,B,A,direct,rename\n", "C", "A 2010-2020"},
		{"a merger", "A,a,2010,2013\nB,b,2014,2020\n", "2014,B,A,indirect,merger\n", "A", "A 2010-2013, ended 2014-01-01 into [B], split false"},
		{"a merger told before the last listed year", "A,a,2010,2015\nB,b,2014,2020\n", "2014,B,A,indirect,merger\n", "A", "A 2010-2015, ended 2016-01-01 into [B], split false"},
		{"a merger told long after", "A,a,2010,2012\nB,b,2014,2020\n", "2015,B,A,indirect,merger\n", "A", "A 2010-2012, ended 2015-01-01 into [B], split false"},
		{"several successors in two years", "A,a,2010,2012\nB,b,2012,2020\nC,c,2013,2020\n", "2013,C,A,indirect,demerger\n2012,B,A,indirect,demerger\n", "A", "A 2010-2012, ended 2013-01-01 into [B C], split true"},
		{"a demerger of one part", "A,a,2010,2012\nB,b,2013,2020\n", "2013,B,A,indirect,demerger\n", "A", "A 2010-2012, ended 2013-01-01 into [B], split true"},
		{"what goes on is not ended by a part that leaves", "A,a,2010,2020\nB,b,2013,2020\n", "2013,B,A,indirect,demerger\n", "A", "A 2010-2020"},
		{"a closure", "A,a,2010,2012\nB,b,2010,2020\n", "2012,A,,,closure\n", "A", "A 2010-2012, ended 2013-01-01 into [], split false"},
		{"what is listed no more", "A,a,2010,2012\nB,b,2010,2020\n", "", "A", "A 2010-2012, ended 2013-01-01 into [], split false"},
		{"a successor that had a life of its own", "A,a,2010,2014\nB,b,2010,2020\n", "2015,B,B,indirect,other\n2015,B,A,direct,rename\n", "A", "A 2010-2014, ended 2015-01-01 into [B], split false"},
		{"into the oldest id of the successor", "A,a,2010,2012\nB,b,2010,2014\nC,c,2015,2020\n", "2013,C,A,indirect,merger\n2015,C,B,direct,rename\n", "A", "A 2010-2012, ended 2013-01-01 into [B], split false"},
		{"a misprinted id", "A,a,2010,2012\nC,c,2013,2020\n", "2013,CX,A,indirect,merger\n", "A", "A 2010-2012, ended 2013-01-01 into [C], split false"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := build(t, tt.list, tt.log)
			if got := told(t, r, tt.id); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if len(r.Unusable) > 0 {
				t.Errorf("of no use: %v", r.Unusable)
			}
		})
	}
}

func TestWhatCannotBeUsedIsKeptWithItsReason(t *testing.T) {
	const list = "A,a,2010,2012\nB,b,2013,2020\n"
	for _, tt := range []struct{ list, log, want string }{
		{"", "9999,A,,,other\n", "log.csv:2: the year 9999 is none between 2010 and 2021"},
		{"", "soon,A,,,other\n", "log.csv:2: the year soon is none"},
		{"", "2013,Z,A,indirect,merger\n", `log.csv:2: "Z" is not in the list of organisations`},
		{"", "2013,B,Z,indirect,merger\n", `log.csv:2: "Z" is not in the list of organisations`},
		{"", "2013,B,,indirect,merger\n", "log.csv:2: a succession to B that names no predecessor"},
		{"", "2013,B,A,,merger\n", `log.csv:2: "" does not say whether B is A going on`},
		{"", "2015,A,B,indirect,merger\n", "log.csv:2: A was listed until 2012 only and cannot succeed B in 2015"},
		{"", "2011,A,B,indirect,merger\n", "log.csv:2: B is listed from 2013 only and cannot be succeeded in 2011"},
		{"", "2013,B,,,closure\n", "log.csv:2: B is still listed in 2020 and cannot have ended in 2013"},
		{"", "2013,B,A,direct,rename\n2013,B,A,indirect,merger\n", "log.csv:3: A and B are one organisation going on"},
		{"C,c,2014,2012\n", "", "list.csv:4: C ends in 2012 before it begins in 2014"},
		{"C,c,,2012\n", "", `list.csv:4: year must be a year (got "")`},
		{",c,2010,2012\n", "", `list.csv:4: id must have 1 to 128 characters`},
		{"C,,2010,2012\n", "", `list.csv:4: name must have 1 to 200 characters`},
	} {
		r := build(t, list+tt.list, tt.log)
		if len(r.Unusable) != 1 || !strings.Contains(r.Unusable[0].String(), tt.want) {
			t.Errorf("%q %q: %v, want %s", tt.list, tt.log, r.Unusable, tt.want)
		}
	}
}

func TestANameIsFoundInItsYearFirst(t *testing.T) {
	r := build(t, "A,Culture & Sport,2010,2016\nB,Culture,2010,2020\nA,Culture,2021,2022\nC,The Tower,2010,2015\nD,Tower,2016,2022\nE,Twin,2010,2022\nF,Twin,2010,2022\n", "")
	for _, tt := range []struct {
		text string
		year int
		how  registry.How
		ids  string
	}{
		{"Culture & Sport", 2012, registry.Exact, "A"},
		{"culture and  sport", 2012, registry.Typography, "A"},
		{"Culture & Sport", 2018, registry.OtherYear, "A"},
		{"CULTURE AND SPORT", 2018, registry.OtherYear, "A"},
		{"Culture", 2015, registry.Exact, "B"},
		{"Culture", 2022, registry.Exact, "A"},
		{"Culture", 2030, registry.OtherYear, "A B"},
		{"Tower", 2012, registry.Typography, "C"},
		{"Tower", 2018, registry.Exact, "D"},
		{"the tower", 2018, registry.Typography, "D"},
		{"Twin", 2018, registry.Exact, "E F"},
		{"Nobody", 2018, registry.NotFound, ""},
	} {
		how, found := r.Find(tt.text, tt.year)
		var ids []string
		for _, o := range found {
			ids = append(ids, o.ID)
		}
		slices.Sort(ids)
		if how != tt.how || strings.Join(ids, " ") != tt.ids {
			t.Errorf("%q in %d: %d %v, want %d %s", tt.text, tt.year, how, ids, tt.how, tt.ids)
		}
	}
}

func TestAFolderThatIsNoRegistryIsRefused(t *testing.T) {
	whole := folder("A,a,2010,2020\n", "")
	for name, broken := range map[string]fstest.MapFS{
		"no list":       {"log.csv": whole["log.csv"]},
		"no log":        {"list.csv": whole["list.csv"]},
		"other columns": {"list.csv": {Data: []byte("uid,name,from,to\nA,a,2010,2020\n")}, "log.csv": whole["log.csv"]},
	} {
		if r, err := registry.Read(broken, shape()); err == nil {
			t.Errorf("%s: read %d organisations", name, len(r.Organisations()))
		}
	}
}

func TestThePublishedRegistryIsUnderstood(t *testing.T) {
	in, err := instruments.Open("csps")
	if err != nil {
		t.Fatal(err)
	}
	r, err := registry.Read(os.DirFS(filepath.Join(cspstest.Folder(t), "reference")), in.Layout.Registry)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"DGCLMD": "CLMDSP 2009-2024", "CLMDSP": "CLMDSP 2009-2024", "GOVLEG": "TSOL 2009-2024",
		"LEVLUP": "COMLGV 2009-2024", "HSCMLG": "COMLGV 2009-2024", "HOMEOF": "HOMEOF 2009-2024",
		"HOFGRP": "HOFGRP 2015-2020, ended 2021-01-01 into [HOMEOF], split false",
		"UKBRDA": "UKBRDA 2009-2012, ended 2013-01-01 into [BRDFCE IMMENF VISAIM], split true",
		"NTOFSV": "NTOFSV 2009-2013, ended 2014-01-01 into [NATPRB NOMSHQ PRISON], split true",
		"FDENRS": "FDENRS 2009-2014, ended 2015-01-01 into [ANPHEL], split false",
		"DEFSUP": "DEFSUP 2010-2014, ended 2015-01-01 into [DEFELC], split true",
		"VEHOPP": "VEHOPP 2009-2013, ended 2014-01-01 into [DRVVCH], split false",
		"RYLPRK": "RYLPRK 2009-2016, ended 2017-01-01 into [], split false",
		"STATGP": "STATGP 2009-2024",
	} {
		if got := told(t, r, id); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if len(r.Unusable) != 6 {
		t.Errorf("%d rows are of no use: %v", len(r.Unusable), r.Unusable)
	}
}

// Whatever a log says, an organisation has one line, ends once and never into itself.
func TestNoLogMakesALineageThatContradictsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list, log strings.Builder
		ids := []string{"A", "B", "C", "D", "E", "F"}
		for _, id := range ids {
			from := rapid.IntRange(2010, 2020).Draw(t, "from")
			fmt.Fprintf(&list, "%s,Name %s,%d,%d\n", id, id, from, rapid.IntRange(from, 2022).Draw(t, "to"))
		}
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			fmt.Fprintf(&log, "%d,%s,%s,%s,%s\n", rapid.IntRange(2009, 2024).Draw(t, "year"),
				rapid.SampledFrom(ids).Draw(t, "id"), rapid.SampledFrom(append(ids, "")).Draw(t, "before"),
				rapid.SampledFrom([]string{"direct", "indirect", ""}).Draw(t, "kind"),
				rapid.SampledFrom([]string{"merger", "demerger", "closure"}).Draw(t, "why"))
		}
		r, err := registry.Read(folder(list.String(), log.String()), shape())
		if err != nil {
			t.Fatal(err)
		}
		names := 0
		for _, o := range r.Organisations() {
			names += len(o.Names)
			if same, _ := r.Organisation(o.ID); same != o || o.FirstName() == "" {
				t.Fatalf("%s is not itself", o.ID)
			}
			if (o.End == nil) != (o.Last == r.Last) {
				t.Fatalf("%s was listed until %d of %d and has end %v", o.ID, o.Last, r.Last, o.End)
			}
			if o.End == nil {
				continue
			}
			if o.End.On <= o.FormedOn() || !slices.IsSorted(o.End.Into) || slices.Contains(o.End.Into, o.ID) {
				t.Fatalf("%s ended %s into %v", o.ID, o.End.On, o.End.Into)
			}
			for _, id := range o.End.Into {
				if s, found := r.Organisation(id); !found || s.ID != id || !slices.Contains(s.Predecessors, o) {
					t.Fatalf("%s became %s, which does not know", o.ID, id)
				}
			}
		}
		if names != len(ids) {
			t.Fatalf("%d names of %d", names, len(ids))
		}
	})
}
