package caremodel_test

import (
	"bytes"
	"strings"
	"testing"

	"soin/domain/care"
	"soin/infra/caremodel"
)

// changed is the built-in file with one piece of text replaced.
func changed(t *testing.T, old, young string) []byte {
	t.Helper()
	if !bytes.Contains(care.ModelFile, []byte(old)) {
		t.Fatalf("the built-in model has no %q", old)
	}
	return bytes.Replace(care.ModelFile, []byte(old), []byte(young), 1)
}

func TestTheBuiltInModelIsWhole(t *testing.T) {
	m, err := caremodel.Default()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Indicators) != 35 || m.Version == "" {
		t.Errorf("%d indicators in version %q, want the 35 of the care model", len(m.Indicators), m.Version)
	}
}

func TestAFileIsUnderstoodWholeOrRefused(t *testing.T) {
	for _, c := range []struct{ old, young, says string }{
		{"seFloor: 2\n", "seFlor: 2\n", "seFlor"},
		{"  seFloor: 2\n", "", "statistics.seFloor must be given"},
		{"weight: 0.45, halfLife", "weight: 0.40, halfLife", "indicators of XS must have weights that sum to 1"},
		{"window: 730, minimum", "window: 730, halfLife: 180, minimum", "or halfLife"},
		{"cell: XS,", "cell: XX,", "must be one of the nine cells"},
		{"smallTeam: 5", "smallTeam: 4", "cells.smallTeam must lie between 5"},
		{"- level: 3", "- level: 4", "levels[1].level must rise by one"},
		{"- {name: cell, at: 25}", "- {name: cells, at: 25}", "is there twice"},
		{"late: 0.5\n", "late: 0.5\n  late: 0.4\n", "late"},
		{"seFloor: 2", "seFloor: two", "seFloor"},
	} {
		_, err := caremodel.Read(changed(t, c.old, c.young))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want an error that says %q", c.young, err, c.says)
		}
	}
}

func TestTheHashIsThatOfTheValues(t *testing.T) {
	hash := func(data []byte) string {
		m, err := caremodel.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		h, err := caremodel.Hash(m)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	same := hash(care.ModelFile)
	if got := hash(append([]byte("# another comment\n"), care.ModelFile...)); got != same {
		t.Error("a comment made another model of it")
	}
	if got := hash(changed(t, "seFloor: 2", "seFloor: 2.5")); got == same {
		t.Error("another value has the same hash")
	}
}

func TestADifferenceIsNamedByItsPlace(t *testing.T) {
	was, err := caremodel.Default()
	if err != nil {
		t.Fatal(err)
	}
	is, err := caremodel.Read(changed(t, "- {name: agreement-least, at: 0.50}", "- {name: agreement-best, at: 0.50}"))
	if err != nil {
		t.Fatal(err)
	}
	is.Statistics.Bootstrap = 5000
	got, err := caremodel.Diff(was, is)
	if err != nil {
		t.Fatal(err)
	}
	want := map[caremodel.Change]bool{
		{Path: "levels[4].gates[agreement-best].at", Is: "0.5"}:                 true,
		{Path: "levels[4].gates[agreement-best].name", Is: "agreement-best"}:    true,
		{Path: "levels[4].gates[agreement-least].at", Was: "0.5"}:               true,
		{Path: "levels[4].gates[agreement-least].name", Was: "agreement-least"}: true,
		{Path: "statistics.bootstrap", Was: "2000", Is: "5000"}:                 true,
	}
	for _, c := range got {
		if !want[c] {
			t.Errorf("unexpected %+v", c)
		}
		delete(want, c)
	}
	for c := range want {
		t.Errorf("missing %+v", c)
	}
}

func FuzzReadNeverPanics(f *testing.F) {
	f.Add(care.ModelFile)
	f.Add([]byte("version: 1\nindicators: [{id: a}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := caremodel.Read(data)
		if err == nil && m.Validate() != nil {
			t.Error("an invalid model was read")
		}
	})
}
