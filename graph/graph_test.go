package graph_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/domain/team"
	"soin/graph"
	"soin/infra/caremodel"
	"soin/projections"
	"soin/projections/maturity"
)

var update = flag.Bool("update", false, "write the answers into testdata")

// organisation is a small history: two wards under a clinic, one of them merged away,
// asked in two waves.
func organisation(t testing.TB) *story {
	s := &story{t: t}
	fact := func(on, stream string, e event.Event) {
		t.Helper()
		s.fact(day(t, on), stream, e)
	}
	item := func(id string, need care.Need, d care.Dimension, mirror string) instrument.Item {
		return instrument.Item{ID: id, Need: need, Dimension: d, MirrorOf: mirror, Min: 1, Max: 5,
			Text: instrument.Text{FR: "question " + id, EN: "question " + id}}
	}
	tally := func(team string, shares ...float64) survey.Tallied {
		e := survey.Tallied{InstrumentID: "pulse", TeamID: team, ResponseRate: new(float64)}
		*e.ResponseRate = .75
		for i, s := range shares {
			e.Items = append(e.Items, survey.Result{Item: string(rune('a' + i)), Favourable: &s})
		}
		return e
	}
	fact("2020-01-01", "team-clinic", team.Formed{Name: "Clinique", Kind: "site"})
	fact("2020-01-01", "team-north", team.Formed{Name: "Aile nord", Kind: "ward", ParentID: "clinic", Contexts: []string{"night"}})
	fact("2020-01-01", "team-south", team.Formed{Name: "Aile sud", Kind: "ward", ParentID: "clinic"})
	fact("2020-02-01", "instrument-pulse", instrument.Published{Version: "1", Audience: instrument.OfTeam, Items: []instrument.Item{
		item("a", care.Ecoute, care.Attention, "b"), item("b", care.Ecoute, care.CapaciteDeReponse, ""),
		item("c", care.Confiance, care.Attention, ""), item("d", "", "", ""),
	}})
	fact("2020-06-30", "survey-2020", tally("north", 80, 50, 60, 10))
	fact("2020-06-30", "survey-2020", tally("south", 60, 60, 60))
	fact("2021-01-01", "team-south", team.Merged{IntoTeamID: "north"})
	fact("2021-06-30", "survey-2021", tally("north", 90, 50, 60, 10))
	return s
}

func server(t *testing.T) *httptest.Server {
	return serving(t, read(organisation(t)), "2022-01-01")
}

// serving answers from a reader, scored by the built-in model. An error carries its code.
func serving(t testing.TB, r graph.Reader, today string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(over(t, r, today))
	t.Cleanup(s.Close)
	return s
}

func over(t testing.TB, r graph.Reader, today string) *handler.Server {
	t.Helper()
	model, err := caremodel.Default()
	if err != nil {
		t.Fatal(err)
	}
	on := day(t, today)
	h := handler.New(graph.NewSchema(r, maturity.NewBoard(model, "hash"), func() calendar.Date { return on }))
	h.AddTransport(transport.POST{})
	// Fields are resolved side by side, so their errors come in any order.
	h.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		r := next(ctx)
		if r != nil {
			slices.SortStableFunc(r.Errors, func(a, b *gqlerror.Error) int { return cmp.Compare(line(a), line(b)) })
		}
		return r
	})
	h.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error {
		told := graphql.DefaultErrorPresenter(ctx, err)
		if coded, ok := errors.AsType[interface {
			error
			ProblemCode() string
		}](err); ok {
			told.Extensions = map[string]any{"code": coded.ProblemCode()}
		}
		return told
	})
	return h
}

// line is that of the query an error is about, 0 for none.
func line(err *gqlerror.Error) int {
	if len(err.Locations) == 0 {
		return 0
	}
	return err.Locations[0].Line
}

func ask(t *testing.T, s *httptest.Server, query string) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(s.URL, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var answer bytes.Buffer
	if _, err := answer.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, answer.Bytes(), "", "  "); err != nil {
		t.Fatalf("%v: %s", err, answer.Bytes())
	}
	return append(pretty.Bytes(), '\n')
}

// Each query of testdata has its answer beside it.
func TestAnswersAreWhatTheyWere(t *testing.T) {
	golden(t, server(t), "testdata/*.graphql")
}

func golden(t *testing.T, s *httptest.Server, pattern string) {
	queries, err := filepath.Glob(pattern)
	if err != nil || len(queries) == 0 {
		t.Fatalf("no queries: %v", err)
	}
	for _, file := range queries {
		t.Run(filepath.Base(file), func(t *testing.T) {
			query, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := ask(t, s, string(query))
			golden := strings.TrimSuffix(file, ".graphql") + ".json"
			if *update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("answered\n%s\nnot\n%s", got, want)
			}
		})
	}
}

func TestPagesMeetWithoutGapOrDouble(t *testing.T) {
	s := server(t)
	var page struct {
		Data struct {
			Teams struct {
				TotalCount int
				Nodes      []struct{ ID string }
				PageInfo   struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
	}
	var seen []string
	after := ""
	for range 5 {
		query := `{ teams(first: 1, asOf: "2020-12-31"` + after + `) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`
		page.Data.Teams.Nodes = nil
		if err := json.Unmarshal(ask(t, s, query), &page); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, page.Data.Teams.Nodes[0].ID)
		after = `, after: "` + page.Data.Teams.PageInfo.EndCursor + `"`
		if !page.Data.Teams.PageInfo.HasNextPage {
			break
		}
	}
	if got := strings.Join(seen, " "); got != "clinic north south" || page.Data.Teams.TotalCount != 3 {
		t.Errorf("pages held %q of %d", got, page.Data.Teams.TotalCount)
	}
}

// Levels are folded over quarter ends: a date thousands of years ahead would never be answered.
func TestNothingIsAskedAboutTheFarFuture(t *testing.T) {
	s := server(t)
	if got := string(ask(t, s, `{ matrix(asOf: "2023-01-02") { position } }`)); strings.Contains(got, "errors") {
		t.Errorf("a year ahead is answered %s", got)
	}
	for _, date := range []string{"2023-01-03", "9999-12-31"} {
		if got := string(ask(t, s, `{ matrix(asOf: "`+date+`") { position } }`)); !strings.Contains(got, "must not lie more than a year ahead") {
			t.Errorf("%s is answered %s", date, got)
		}
	}
}

func FuzzIDsAndCursors(f *testing.F) {
	f.Add("north", "bm9ydGg", "2020-12-31", "7")
	f.Add("\"}{", "===", "9999-99-99", "-1")
	f.Add("é\x00\xff", "", "0000-01-01", "18446744073709551615")
	f.Add("XT/raw", "", "2021-06-30", "0")
	h := over(f, read(organisation(f)), "2024-10-04")
	f.Fuzz(func(t *testing.T, id, cursor, date, position string) {
		body, err := json.Marshal(map[string]any{
			"query": `query($id: ID!, $section: String, $after: String, $on: Date, $from: Date!, $at: Position) {
				team(id: $id, asOf: $on) { id lineage { sentence } readings(instrumentId: $id) { surveyId } reading(surveyId: $id) { surveyId } }
				known: team(id: "north", asOf: $on, knownAt: $at) { explanation(id: $id) { position } }
				idea: team(id: "north", asOf: $on) { concept(id: $id) { position } concepts(section: $section) { position } history(from: $from) { on } }
				survey(id: $id, asOf: $on) { id readings(first: 1, after: $after) { totalCount } }
				teams(filter: {parentId: $id, nameContains: $id, ids: [$id], surveyId: $id}, after: $after, asOf: $on) { totalCount }
			}`,
			"variables": map[string]string{"id": id, "section": id, "after": cursor, "on": date, "from": date, "at": position},
		})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if !json.Valid(w.Body.Bytes()) || strings.Contains(w.Body.String(), "internal system error") {
			t.Errorf("%d: %s", w.Code, w.Body)
		}
	})
}

type absent struct{}

func (absent) Read() (*projections.Views, func(), error) {
	return nil, nil, errors.New("still catching up")
}

func (absent) Past(context.Context, event.Position) (*projections.Views, error) {
	return nil, errors.New("still catching up")
}

func TestNothingIsAnsweredWithoutReadModels(t *testing.T) {
	if got := string(ask(t, serving(t, absent{}, "2022-01-01"), "{ organisation { asOf } }")); !strings.Contains(got, "still catching up") ||
		strings.Contains(got, "asOf") {
		t.Errorf("answered %s", got)
	}
}
