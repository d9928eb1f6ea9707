package graph_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"net/http/httptest"
	"strings"
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/projections/concepts"
)

// wardsToday is two weeks after the end of a quarter.
const wardsToday = "2025-04-14"

func TestAnswersAboutCareAreWhatTheyWere(t *testing.T) {
	golden(t, serving(t, read(tellOfWards(t)), wardsToday), "testdata/wards/*.graphql")
}

// everything asks for what can be told of care, wherever it is not said how it was asked.
const everything = `
	t: team(id: "north"%[1]s) {
		scorecard { level levelName levelOn provisional agreement
			cells { id value raw se low95 high95 nBand trend { delta p slope } } criteria { id value } axes { id value }
			needs { id value } dimensions { id value } lenses { id value } careChain { value } systemOfNeeds { value }
			symmetry { gap } flags { id because { en } } blockers { text { en } } }
		history(from: "2024-01-01") { on level cells { value } }
		explanation(id: "XT") { nodes { parent node { id value contribution } } }
		concepts { concept { id } figures { label { en } value sample } rows { id state age } }
	}
	m: matrix(%[2]s) { teams levels flags values raws statuses comparable icc1 icc2 }
	o: organisation(%[2]s) {
		queues(first: 500) { irritants { totalCount rows { id state } } delegations { totalCount } commitments { totalCount rows { id state } }
			needs { totalCount } incidents { totalCount } reviewActions { totalCount } }
		precedence { all { months correlation byLag p } }
	}`

// placed are the same with places in the log.
const placed = everything + `
	p: team(id: "north"%[1]s) {
		scorecard { position flags { evidence } }
		explanation(id: "XT3") { position nodes { node { evidence } } }
		concepts { position evidence }
	}`

func as(query, arguments string) string {
	return "{" + fmt.Sprintf(query, ", "+arguments, arguments) + "}"
}

// told is a good answer.
func told(t *testing.T, s *httptest.Server, query string) string {
	t.Helper()
	answer := string(ask(t, s, query))
	if strings.Contains(answer, `"errors"`) {
		t.Fatalf("%s was answered %s", query, answer)
	}
	return answer
}

func same(t *testing.T, got, want string) {
	t.Helper()
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("line %d is %s and was %s", i+1, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		t.Fatalf("%d lines were %d", len(a), len(b))
	}
}

func TestAnEarlierPositionIsAnsweredAsItWasThen(t *testing.T) {
	all := tellOfWards(t)
	now := serving(t, read(all), wardsToday)
	told(t, now, as(placed, `asOf: "2025-04-14"`)) // so that what is remembered is of today
	for _, n := range []int{40, len(all.told) / 2, len(all.told) - 1} {
		then := serving(t, read(&story{t, all.told[:n]}), wardsToday)
		same(t, told(t, now, as(placed, fmt.Sprintf(`knownAt: "%d"`, n))), told(t, then, as(placed, `asOf: "2025-04-14"`)))
	}
	same(t, told(t, now, as(placed, fmt.Sprintf(`knownAt: "%d"`, len(all.told)+1))), told(t, now, as(placed, `asOf: "2025-04-14"`)))
}

func TestWhatHappenedLaterDoesNotCountAsOfADate(t *testing.T) {
	for _, date := range []string{"2024-03-31", "2024-11-20", "2024-12-31"} {
		all := tellOfWards(t)
		past := &story{t: t}
		for _, f := range all.told {
			if f.Time.Before((day(t, date) + 1).Start()) {
				past.told = append(past.told, f)
			}
		}
		now, then := serving(t, read(all), wardsToday), serving(t, read(past), wardsToday)
		query := as(everything, fmt.Sprintf("asOf: %q", date))
		same(t, told(t, now, query), told(t, then, query))
	}
}

// The last fact of the wards happened in November and was recorded in April.
func TestTheTwoClocksAreAskedSeparately(t *testing.T) {
	all := tellOfWards(t)
	s := serving(t, read(all), wardsToday)
	before := event.Position(len(all.told) - 1)
	count := func(arguments string) (n int) {
		var answer struct {
			Data struct {
				Organisation struct {
					Queues struct{ Irritants struct{ TotalCount int } }
				}
			}
		}
		query := "{ organisation(" + arguments + ") { queues { irritants { totalCount } } } }"
		if err := json.Unmarshal([]byte(told(t, s, query)), &answer); err != nil {
			t.Fatal(err)
		}
		return answer.Data.Organisation.Queues.Irritants.TotalCount
	}
	known, unknown := count(`asOf: "2024-11-05"`), count(fmt.Sprintf(`asOf: "2024-11-05", knownAt: "%d"`, before))
	if known != unknown+1 {
		t.Errorf("%d irritants were open that day, %d before anybody told", known, unknown)
	}
	if known != count(`asOf: "2024-11-04"`)+1 {
		t.Error("it was open on the day before")
	}
}

type flatNode struct {
	Parent *int
	Node   struct {
		ID, Rule     string
		Value        *json.Number
		Contribution *json.Number
	}
}

func explained(t *testing.T, s *httptest.Server, team, id string) []flatNode {
	t.Helper()
	var answer struct {
		Data struct {
			Team struct{ Explanation struct{ Nodes []flatNode } }
		}
	}
	query := fmt.Sprintf(`{ team(id: %q) { explanation(id: %q) { nodes { parent node { id rule value contribution } } } } }`, team, id)
	if err := json.Unmarshal([]byte(told(t, s, query)), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data.Team.Explanation.Nodes
}

// steps are the millionths of a published number, of which there are only whole ones.
func steps(t *testing.T, n json.Number) int64 {
	t.Helper()
	x, err := n.Float64()
	if err != nil {
		t.Fatal(err)
	}
	whole := math.Round(x * 1e6)
	if math.Abs(x*1e6-whole) > 1e-6 {
		t.Errorf("%s is not published in millionths", n)
	}
	return int64(whole)
}

func TestWhatLinearPartsContributeAddsUpToTheLastMillionth(t *testing.T) {
	s := serving(t, read(tellOfWards(t)), wardsToday)
	var ids []string
	for _, c := range care.Cells {
		ids = append(ids, string(c), string(c)+"/raw")
	}
	for _, c := range care.Criteria {
		ids = append(ids, string(c))
	}
	for _, n := range care.Needs {
		ids = append(ids, string(n))
	}
	ids = append(ids, "care-chain", "system-of-needs", "CX")
	summed := map[string]int{}
	for _, team := range []string{"north", "east"} {
		for _, id := range ids {
			nodes := explained(t, s, team, id)
			if len(nodes) == 0 || nodes[0].Parent != nil || nodes[0].Node.ID != id {
				t.Fatalf("%s does not begin with its root: %+v", id, nodes)
			}
			for sum, n := range sums(t, nodes) {
				summed[n.Node.Rule]++
				if sum != steps(t, *n.Node.Value) {
					t.Errorf("the parts of %s in %s of %s add up to %d millionths, not to %s", n.Node.ID, id, team, sum, *n.Node.Value)
				}
			}
		}
	}
	if summed["WEIGHTED_MEAN"] == 0 || summed["MEAN_AND_MINIMUM"] == 0 {
		t.Errorf("sums looked at: %v", summed)
	}
}

// sums are the nodes with a linear rule and a value, and what their parts add.
func sums(t *testing.T, nodes []flatNode) iter.Seq2[int64, flatNode] {
	t.Helper()
	adds := make([]int64, len(nodes))
	for i, n := range nodes[1:] {
		if n.Parent == nil || *n.Parent > i {
			t.Fatalf("%s stands before what it is part of", n.Node.ID)
		}
		if n.Node.Contribution != nil {
			adds[*n.Parent] += steps(t, *n.Node.Contribution)
		}
	}
	return func(yield func(int64, flatNode) bool) {
		for i, n := range nodes {
			linear := n.Node.Rule == "WEIGHTED_MEAN" || n.Node.Rule == "MEAN_AND_MINIMUM"
			if linear && n.Node.Value != nil && !yield(adds[i], n) {
				return
			}
		}
	}
}

// A section is a part of the whole list.
func TestSectionsAreTogetherAllConcepts(t *testing.T) {
	s := serving(t, read(tellOfWards(t)), wardsToday)
	list := func(argument string) (found []json.RawMessage) {
		var answer struct {
			Data struct {
				Team struct{ Concepts []json.RawMessage }
			}
		}
		query := `{ team(id: "north") { concepts` + argument + ` { concept { id } figures { value } rows { id } evidence } } }`
		if err := json.Unmarshal([]byte(told(t, s, query)), &answer); err != nil {
			t.Fatal(err)
		}
		return answer.Data.Team.Concepts
	}
	var parts []json.RawMessage
	for _, section := range "ABCDEFGHIJ" {
		parts = append(parts, list(fmt.Sprintf(`(section: "%c")`, section))...)
	}
	all := list("")
	if got, want := fmt.Sprintf("%s", parts), fmt.Sprintf("%s", all); got != want || len(all) != len(concepts.All()) {
		t.Errorf("%d concepts in sections, %d in all", len(parts), len(all))
	}
}
