package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler/extension"

	"soin/projections"
)

// limit is the complexity that infra/web allows.
const limit = 250_000

func TestOnlyWhatIsAnsweredInTimeMayBeAsked(t *testing.T) {
	h := over(t, read(organisation(t)), "2022-01-01")
	h.Use(extension.FixedComplexityLimit(limit))
	s := httptest.NewServer(h)
	defer s.Close()
	for _, c := range []struct {
		query string
		asked bool
	}{
		{`{ matrix { asOf columns teams levels flags values raws statuses comparable note { fr en } icc1 icc2 }
			organisation { kinds { kind teams } queues(first: 50) { irritants { totalCount rows { id what { fr en } age } } } }
			teams(first: 41) { nodes { id name scorecard { level levelName flags { id because { fr en } } } } } }`, true},
		{`{ teams(first: 1000) { nodes { scorecard { level flags { id } } } } }`, true},
		{`{ teams(first: 5000) { nodes { scorecard { level } } } }`, false},
		{`{ team(id: "north") { concepts { figures { label { fr en } value unit sample status } rows { id what { fr en } state age } evidence } } }`, true},
		{`{ teams(first: 100) { nodes { concepts(section: "B") { figures { value } rows { id } } } } }`, true},
		{`{ teams(first: 5000) { nodes { concepts { position } } } }`, false},
		{`{ teams(first: 41) { nodes { concepts { position } } } }`, false},
		{`{ teams(first: 41) { nodes { concepts(section: "D") { position } } } }`, false},
		{`{ teams(first: 41) { nodes { concept(id: "D1") { position } } } }`, false},
		{`{ teams(first: 41) { nodes { concept(id: "B2") { position } } } }`, true},
		{`{ teams(first: 5000) { nodes { history(from: "2020-01-01") { level } } } }`, false},
		{`{ teams(first: 50) { nodes { history(from: "2020-01-01") { level cells { value } } } } }`, true},
		{`{ teams(first: 5000) { nodes { explanation(id: "XT") { position } } } }`, false},
		{`{ organisation { precedence { all { months } } } }`, true},
		{`{ organisation { ` + aliases(10, "precedence { position }") + ` } }`, false},
		{`{ ` + aliases(200, "matrix { position }") + ` }`, false},
		{`{ organisation { ` + aliases(300, "queues(first: 1) { irritants { totalCount } }") + ` } }`, false},
	} {
		if got := string(ask(t, s, c.query)); strings.Contains(got, "COMPLEXITY_LIMIT_EXCEEDED") == c.asked {
			t.Errorf("%.200s\nis answered %.300s", c.query, got)
		}
	}
}

// aliases asks for the same several times.
func aliases(n int, field string) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(strings.Repeat("a", i+1) + ": " + field + "\n")
	}
	return all.String()
}

// leaving is a reader whose reader leaves.
type leaving struct {
	history
	leave func()
}

func (l leaving) Read() (*projections.Views, func(), error) {
	l.leave()
	return l.history.Read()
}

// An answer asks for many figures: none is begun when nobody waits for it.
func TestNoFigureIsComputedForSomebodyWhoLeft(t *testing.T) {
	facts := read(tellOfWards(t))
	for query, figures := range map[string]int{
		`{ teams { nodes { scorecard { level } } } }`:                        7,
		`{ teams { nodes { history(from: "2024-01-01") { level } } } }`:      7,
		`{ teams { nodes { explanation(id: "XT") { position } } } }`:         7,
		`{ teams { nodes { concept(id: "B2") { position } } } }`:             7,
		`{ teams { nodes { concepts { position } } } }`:                      7,
		`{ teams { nodes { concepts(section: "B") { position } } } }`:        7,
		`{ a: matrix { position } b: matrix { position } }`:                  2,
		`{ organisation { precedence { position } } }`:                       1,
		`{ organisation { queues(first: 1) { irritants { totalCount } } } }`: 1,
	} {
		ctx, leave := context.WithCancel(t.Context())
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		over(t, leaving{facts, leave}, wardsToday).ServeHTTP(w, r)
		told := strings.Count(w.Body.String(), "context canceled")
		if told != figures || !strings.Contains(w.Body.String(), `"data":null`) {
			t.Errorf("%s: said of %d figures, not of %d, in %.200s", query, told, figures, w.Body)
		}
	}
}
