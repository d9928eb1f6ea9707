package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"soin/domain/rule"
	"soin/infra/web"
)

// schema answers every operation by a function.
type schema func(context.Context) *graphql.Response

var types = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { name(of: Int): String, heavy: String, self: Query }
	type Mutation { rename: String }
	type Subscription { name: String }
`})

func (schema) Schema() *ast.Schema { return types }

func (s schema) Exec(context.Context) graphql.ResponseHandler { return graphql.ResponseHandler(s) }

// Complexity lets a field "heavy" weigh a million.
func (schema) Complexity(_ context.Context, _, field string, _ int, _ map[string]any) (int, bool) {
	return 1_000_000, field == "heavy"
}

func fine(context.Context) *graphql.Response {
	return &graphql.Response{Data: []byte(`{"name":  "<é>"}`)}
}

// body is a request's, with any query in it.
func body(query string) string {
	text, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// send asks without a network; headers come in pairs.
func send(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	return recorder
}

// failed is the first error of an answer.
type failed struct {
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code, ID string
			Fields   []struct{ Path, Rule string }
		}
	}
	Data json.RawMessage
}

func errorsOf(t *testing.T, recorder *httptest.ResponseRecorder) failed {
	t.Helper()
	var answer failed
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%v in %s", err, recorder.Body)
	}
	if len(answer.Errors) == 0 {
		t.Fatalf("no error in %s", recorder.Body)
	}
	return answer
}

func TestDataGoesOutAsTheSchemaWroteIt(t *testing.T) {
	h := web.GraphQL(schema(fine), new(journal).reporter())
	want := `{"data":{"name":  "<é>"}}`
	for name, got := range map[string]*httptest.ResponseRecorder{
		"POST": send(h, "POST", "/graphql", body("{name}")),
		"GET":  send(h, "GET", "/graphql?query="+url.QueryEscape("{name}"), ""),
	} {
		if got.Code != 200 || got.Body.String() != want || got.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
}

// wide is a query of n fields, deep one of n levels, bomb one whose fragments spread each
// other twice, n times over, and circle one whose n fragments spread all of them.
func wide(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " a%d:name", i)
	}
	return "{" + b.String() + "}"
}

func deep(n int) string {
	return strings.Repeat("{self", n-1) + "{name" + strings.Repeat("}", n)
}

func bomb(n int) string {
	var b strings.Builder
	b.WriteString("{__schema{...f0}} fragment f0 on __Schema{types{...f1}} ")
	for i := range n {
		fmt.Fprintf(&b, "fragment f%d on __Type{x:ofType{...f%d}y:ofType{...f%d}} ", i+1, i+2, i+2)
	}
	fmt.Fprintf(&b, "fragment f%d on __Type{name}", n+1)
	return b.String()
}

func circle(n int) string {
	var b strings.Builder
	b.WriteString("{__schema{types{...f0}}} ")
	for i := range n {
		fmt.Fprintf(&b, "fragment f%d on __Type{ofType{", i)
		for j := range n {
			fmt.Fprintf(&b, "...f%d ", j)
		}
		b.WriteString("}} ")
	}
	return b.String()
}

func TestWhatIsNoAcceptableOperationIsRefusedByCode(t *testing.T) {
	h := web.GraphQL(schema(func(context.Context) *graphql.Response {
		t.Error("it ran")
		return fine(t.Context())
	}), new(journal).reporter())
	for _, c := range []struct {
		name, method, target, body string
		headers                    []string
		status                     int
		code                       string
	}{
		{"not JSON", "POST", "/", `{"query": xyzzy}`, nil, 400, "MALFORMED"},
		{"half a body", "POST", "/", `{"query": "xyzzy`, nil, 400, "MALFORMED"},
		{"two bodies", "POST", "/", body("{name}") + body("{xyzzy}"), nil, 400, "MALFORMED"},
		{"a list", "POST", "/", `["xyzzy"]`, nil, 400, "MALFORMED"},
		{"a number for a query", "POST", "/", `{"query": 4711}`, nil, 400, "MALFORMED"},
		{"nothing", "POST", "/", ``, nil, 400, "MALFORMED"},
		{"bad variables in a URL", "GET", "/?query={name}&variables={xyzzy}", ``, nil, 400, "MALFORMED"},
		{"more than 1 MiB", "POST", "/", body(strings.Repeat(" ", 1<<20)), nil, 413, "TOO_LARGE"},
		{"a form", "POST", "/", `query={name}`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "UNSUPPORTED_MEDIA"},
		{"an upload", "POST", "/", `xyzzy`, []string{"Content-Type", "multipart/form-data; boundary=b"}, 415, "UNSUPPORTED_MEDIA"},
		{"another method", "PUT", "/", body("{name}"), nil, 405, "WRONG_METHOD"},
		{"a change by GET", "GET", "/?query=" + url.QueryEscape("mutation{rename}"), ``, nil, 405, "WRONG_METHOD"},
		{"a socket", "GET", "/", ``, []string{"Upgrade", "websocket", "Connection", "Upgrade"}, 200, "INVALID"},
		{"not GraphQL", "POST", "/", body("{name"), nil, 200, "MALFORMED"},
		{"no such field", "POST", "/", body("{nam}"), nil, 200, "INVALID"},
		{"the same to a new client", "POST", "/", body("{nam}"), []string{"Accept", "application/graphql-response+json"}, 400, "INVALID"},
		{"no such variable", "POST", "/", body("query($n:Int!){name(of:$n)}"), nil, 200, "INVALID"},
		{"a subscription", "POST", "/", body("subscription{name}"), nil, 200, "INVALID"},
		{"a late part", "POST", "/", body("{...on Query @defer{name}}"), nil, 200, "INVALID"},
		{"a fragment in itself", "POST", "/", body("{...a} fragment a on Query{self{...a}}"), nil, 200, "INVALID"},
		{"a long query", "POST", "/", body("{name}" + strings.Repeat(" ", 32<<10)), nil, 200, "TOO_LARGE"},
		{"many tokens", "POST", "/", body("{name" + strings.Repeat("(of:1)name", 1000) + "}"), nil, 200, "MALFORMED"},
		{"many fields", "POST", "/", body(wide(1001)), nil, 200, "TOO_LARGE"},
		{"many fields in an unused fragment", "POST", "/", body("{name} fragment a on Query" + wide(1001)), nil, 200, "TOO_LARGE"},
		{"many levels", "POST", "/", body(deep(21)), nil, 200, "TOO_LARGE"},
		{"fragments doubling", "POST", "/", body(bomb(40)), nil, 200, "TOO_LARGE"},
		{"fragments in a circle", "POST", "/", body(circle(30)), nil, 200, "INVALID"},
		{"a heavy field", "POST", "/", body("{heavy}"), nil, 200, "TOO_LARGE"},
	} {
		recorder := send(h, c.method, c.target, c.body, c.headers...)
		answer := errorsOf(t, recorder)
		if recorder.Code != c.status || answer.Errors[0].Extensions.Code != c.code {
			t.Errorf("%s: %d %s", c.name, recorder.Code, recorder.Body)
		}
		if text := recorder.Body.String(); strings.Contains(text, "xyzzy") || strings.Contains(text, "4711") {
			t.Errorf("%s: the answer repeats the request: %s", c.name, text)
		}
		if answer.Data != nil {
			t.Errorf("%s: it has data: %s", c.name, recorder.Body)
		}
	}
}

func TestOrdinaryClientsStayWithinTheBounds(t *testing.T) {
	h := web.GraphQL(schema(fine), new(journal).reporter())
	for name, query := range map[string]string{
		"the introspection of clients": introspection.Query,
		"a thousand fields":            wide(999),
		"twenty levels":                deep(20),
		"a fragment used twice":        "{a:self{...f}b:self{...f}} fragment f on Query{name}",
	} {
		if recorder := send(h, "POST", "/graphql", body(query)); recorder.Body.String() != `{"data":{"name":  "<é>"}}` {
			t.Errorf("%s: %s", name, recorder.Body)
		}
	}
}

func TestOurFaultsAreToldToTheLogAndNotToTheReader(t *testing.T) {
	var log journal
	h := web.GraphQL(schema(func(ctx context.Context) *graphql.Response {
		graphql.AddError(ctx, fmt.Errorf("open /var/lib/soin: disk full"))
		return &graphql.Response{Data: []byte("null")}
	}), log.reporter())
	recorder := send(h, "POST", "/graphql", body("{name}"))
	answer := errorsOf(t, recorder)
	if e := answer.Errors[0]; e.Extensions.Code != "INTERNAL" || e.Extensions.ID != "id-1" || strings.Contains(e.Message, "disk") {
		t.Errorf("the reader sees %s", recorder.Body)
	}
	if entry := log.String(); !strings.Contains(entry, "disk full") || !strings.Contains(entry, "id-1") {
		t.Errorf("the operator sees %s", entry)
	}
}

func TestReadersFaultsAreToldFieldByField(t *testing.T) {
	h := web.GraphQL(schema(func(ctx context.Context) *graphql.Response {
		graphql.AddError(ctx, rule.Break("first", 0, "must lie between 1 and 5000"))
		return &graphql.Response{Data: []byte("null")}
	}), new(journal).reporter())
	recorder := send(h, "POST", "/graphql", body("{name}"))
	e := errorsOf(t, recorder).Errors[0].Extensions
	if recorder.Code != 200 || e.Code != "INVALID" || len(e.Fields) != 1 || e.Fields[0].Path != "first" {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
}

func TestAPanicInAResolverIsOneError(t *testing.T) {
	var log journal
	h := web.GraphQL(schema(func(ctx context.Context) *graphql.Response { panic("index out of xyzzy") }), log.reporter())
	recorder := send(h, "POST", "/graphql", body("{name}"))
	if e := errorsOf(t, recorder).Errors[0]; recorder.Code != 500 || e.Extensions.Code != "INTERNAL" || strings.Contains(e.Message, "xyzzy") {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
	if entry := log.String(); !strings.Contains(entry, "index out of xyzzy") || !strings.Contains(entry, "graphql_test.go") {
		t.Errorf("the log does not tell where it happened: %s", entry)
	}
}

func TestAnAnswerHasTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := web.GraphQL(schema(func(ctx context.Context) *graphql.Response {
			<-ctx.Done()
			return fine(ctx)
		}), new(journal).reporter())
		began := time.Now()
		recorder := send(h, "POST", "/graphql", body("{name}"))
		if e := errorsOf(t, recorder).Errors[0]; recorder.Code != 503 || e.Extensions.Code != "CANCELLED" || !strings.Contains(e.Message, "10s") {
			t.Errorf("%d %s", recorder.Code, recorder.Body)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("after %s", took)
		}
	})
}

func FuzzRequest(f *testing.F) {
	h := web.GraphQL(schema(fine), new(journal).reporter())
	for _, query := range []string{"{name}", wide(3), deep(3), bomb(3), "query($n:Int!){name(of:$n)}"} {
		f.Add([]byte(body(query)))
	}
	f.Add([]byte(`{"query":"query($n:Int=1){name(of:$n)}","variables":{"n":[null,1e999]},"extensions":{}}`))
	f.Fuzz(func(t *testing.T, request []byte) {
		recorder := send(h, "POST", "/graphql", string(request))
		if recorder.Code >= 500 || !json.Valid(recorder.Body.Bytes()) {
			t.Errorf("%d %s", recorder.Code, recorder.Body)
		}
	})
}

func TestABrowserAtTheAddressGetsThePage(t *testing.T) {
	h := web.GraphQL(schema(fine), new(journal).reporter())
	recorder := send(h, "GET", "/graphql", "", "Accept", "text/html,application/xhtml+xml")
	if recorder.Code != 303 || recorder.Header().Get("Location") != "/" {
		t.Errorf("%d to %q", recorder.Code, recorder.Header().Get("Location"))
	}
}
