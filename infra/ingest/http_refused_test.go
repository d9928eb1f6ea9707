package ingest_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"soin/infra/ingest"
	"soin/infra/memstore"
	"soin/infra/problem"
)

const fine = `"specversion":"1.0","type":"soin.team.formed.v1","source":"urn:x","id":"1","subject":"a","time":"2026-01-01T00:00:00Z"`

func TestEachWayToBeWrongHasItsAnswer(t *testing.T) {
	const structured, batch = "application/cloudevents+json", "application/cloudevents-batch+json"
	binary := []string{
		"ce-specversion", "1.0", "ce-type", "soin.team.formed.v1", "ce-source", "urn:x",
		"ce-id", "1", "ce-subject", "a", "ce-time", "2026-01-01T00:00:00Z",
	}
	for name, c := range map[string]struct {
		media, body string
		headers     []string
		status      int
		code        problem.Code
		says        string
	}{
		"no JSON":                      {structured, `{`, nil, 400, problem.Malformed, "JSON"},
		"no body":                      {structured, ``, nil, 400, problem.Malformed, "JSON"},
		"a list":                       {structured, `[]`, nil, 400, problem.Malformed, "object"},
		"an attribute twice":           {structured, `{` + fine + `,"id":"2","data":{"name":"x"}}`, nil, 400, problem.Malformed, "twice"},
		"a number as id":               {structured, `{"specversion":"1.0","id":7}`, nil, 400, problem.Malformed, "CloudEvent"},
		"no version of CloudEvents":    {structured, `{"id":"7"}`, nil, 400, problem.Malformed, "specversion"},
		"an old version":               {structured, strings.Replace(`{`+fine+`,"data":{}}`, "1.0", "0.3", 1), nil, 400, problem.Malformed, "must be 1.0"},
		"a time that is none":          {structured, strings.Replace(`{`+fine+`}`, "2026", "soon", 1), nil, 400, problem.Malformed, "RFC3339"},
		"an empty name":                {structured, `{` + fine + `,"":1,"data":{"name":"x"}}`, nil, 400, problem.Malformed, "name"},
		"base64 of one letter":         {structured, `{` + fine + `,"data_base64":5}`, nil, 400, problem.Malformed, "data_base64"},
		"base64 and data":              {structured, `{` + fine + `,"data":{"name":"x"},"data_base64":"e30="}`, nil, 400, problem.Malformed, "together"},
		"no base64":                    {structured, `{` + fine + `,"data_base64":"!"}`, nil, 400, problem.Malformed, "base64"},
		"no data":                      {structured, `{` + fine + `}`, nil, 400, problem.Malformed, "data"},
		"an extension that is a list":  {structured, `{` + fine + `,"x":[1],"data":{"name":"x"}}`, nil, 400, problem.Malformed, "CloudEvent"},
		"no time":                      {structured, strings.Replace(`{`+fine+`,"data":{"name":"x"}}`, `"time"`, `"when"`, 1), nil, 422, problem.Invalid, "time must be given"},
		"a broken rule":                {structured, `{` + fine + `,"data":{"name":""}}`, nil, 422, problem.Invalid, "data.name"},
		"an unknown type":              {structured, strings.Replace(`{`+fine+`,"data":{}}`, "formed", "farmed", 1), nil, 422, problem.UnknownType, "soin.team.formed.v1"},
		"data in XML":                  {structured, `{` + fine + `,"datacontenttype":"text/xml","data":"<a/>"}`, nil, 415, problem.UnsupportedMedia, "text/xml"},
		"JSON in Latin 1":              {structured, `{` + fine + `,"datacontenttype":"application/json; charset=latin1","data":{}}`, nil, 415, problem.UnsupportedMedia, "latin1"},
		"a body in Latin 1":            {structured + "; charset=latin1", `{}`, nil, 415, problem.UnsupportedMedia, "UTF-8"},
		"no media type":                {"a/b/c", `{}`, nil, 415, problem.UnsupportedMedia, "a/b/c"},
		"events in XML":                {"application/cloudevents+xml", `<a/>`, nil, 415, problem.UnsupportedMedia, "application/cloudevents+json"},
		"events in XML, binary":        {"application/cloudevents+xml", `<a/>`, binary, 415, problem.UnsupportedMedia, "cloudevents+xml"},
		"plain JSON":                   {"application/json", `{"name":"x"}`, nil, 415, problem.UnsupportedMedia, "ce-specversion"},
		"nothing at all":               {"", ``, nil, 415, problem.UnsupportedMedia, "ce-specversion"},
		"compressed":                   {structured, `x`, []string{"Content-Encoding", "gzip"}, 415, problem.UnsupportedMedia, "gzip"},
		"two media types":              {structured, `{}`, []string{"Content-Type", "text/plain"}, 400, problem.Malformed, "given once"},
		"a header twice":               {"application/json", `{}`, append(slices.Clone(binary), "ce-id", "2"), 400, problem.Malformed, "Ce-Id must be given once"},
		"a header without a name":      {"application/json", `{}`, append(slices.Clone(binary), "ce-", "2"), 400, problem.Malformed, "must name an attribute"},
		"a header with a bad name":     {"application/json", `{}`, append(slices.Clone(binary), "ce-a-b", "2"), 400, problem.Malformed, "CloudEvent"},
		"an extension that is no text": {"application/json", `{}`, append(slices.Clone(binary), "ce-x", "%ff"), 400, problem.Malformed, "UTF-8"},
		"a future version, binary":     {"application/json", `{}`, []string{"ce-specversion", "2.0"}, 400, problem.Malformed, "must be 1.0"},
		"no body, binary":              {"application/json", ``, binary, 400, problem.Malformed, "data"},
		"a batch that is none":         {batch, `{}`, nil, 400, problem.Malformed, "array"},
		"a batch without end":          {batch, `[{}`, nil, 400, problem.Malformed, "batch"},
		"a batch and more":             {batch, `[] []`, nil, 400, problem.Malformed, "follows"},
		"a batch without commas":       {batch, `[{} {}]`, nil, 400, problem.Malformed, "JSON"},
		"a batch too long":             {batch, `[` + strings.Repeat("0,", ingest.MaxDeliveries) + `0]`, nil, 413, problem.TooLarge, "10000"},
		"a body too large":             {batch, `[` + strings.Repeat(" ", 8<<20), nil, 413, problem.TooLarge, "8388608"},
		"data too large": {
			structured, `{` + fine + `,"data":{"name":"x","more":"` + strings.Repeat("x", 1<<20) + `"}}`, nil,
			413, problem.TooLarge, "1048576",
		},
	} {
		t.Run(name, func(t *testing.T) {
			store := memstore.New()
			server := served(t, store)
			response, a := post(t, server.URL, c.media, c.body, c.headers...)
			if response.StatusCode != c.status || a.Type != "urn:soin:problem:"+string(c.code) || !strings.Contains(a.Detail, c.says) {
				t.Errorf("got %d %+v, want %d %s", response.StatusCode, a, c.status, c.says)
			}
			if n := len(stored(t, store)); n != 0 {
				t.Errorf("%d events are stored", n)
			}
		})
	}
}

func TestAnotherMethodIsToldTheRightOne(t *testing.T) {
	w := httptest.NewRecorder()
	handler(memstore.New(), t.Output()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/events", nil))
	if w.Code != 405 || w.Header().Get("Allow") != "POST" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestAViolationIsListedWithPathValueAndRule(t *testing.T) {
	server := served(t, memstore.New())
	_, a := post(t, server.URL, "application/cloudevents+json", `{`+fine+`,"data":{"name":"","contexts":["night","night"]}}`)
	want := []problem.Field{
		{Path: "data.name", Value: `""`, Rule: "must have 1 to 200 characters"},
		{Path: "data.contexts", Value: "[night night]", Rule: "must not name one twice"},
	}
	if !slices.Equal(a.Errors, want) {
		t.Errorf("got %+v", a.Errors)
	}
}
