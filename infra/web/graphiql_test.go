package web_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"soin/infra/web"
)

func withExplorer(t *testing.T) running {
	return run(t, web.Routes{GraphQL: web.GraphQL(schema(fine), new(journal).reporter())}, new(journal))
}

// packed is a file as the network carries it to a browser.
func packed(t *testing.T, url string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip, deflate, br")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, body := ask(t, request)
	return response, []byte(body)
}

func TestTheExplorerIsThePublishedOne(t *testing.T) {
	s := withExplorer(t)
	readme, err := os.ReadFile("graphiql/README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| (\S+)\.gz \| \S+@\S+ \| ([0-9a-f]{64}) \|$`).FindAllStringSubmatch(string(readme), -1)
	if len(rows) != 4 {
		t.Fatalf("the table has %d files", len(rows))
	}
	for _, row := range rows {
		response, body := packed(t, s.url+"/graphiql/"+row[1])
		if response.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s is sent unpacked", row[1])
		}
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			t.Fatalf("%s: %v", row[1], err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			t.Fatalf("%s: %v", row[1], err)
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256(text)); sum != row[2] {
			t.Errorf("%s: SHA-256 %s", row[1], sum)
		}
		if _, plain := packed(t, s.url+"/graphiql/"+row[1], "Accept-Encoding", "gzip;q=0"); !bytes.Equal(plain, text) {
			t.Errorf("%s: a client without gzip gets something else", row[1])
		}
	}
}

func TestThePageNeedsNothingFromElsewhere(t *testing.T) {
	s := withExplorer(t)
	response, page := packed(t, s.url+"/")
	policy := response.Header.Get("Content-Security-Policy")
	for _, loose := range []string{"unsafe", "http:", "https:", "*"} {
		if strings.Contains(policy, loose) {
			t.Errorf("the policy %q allows %q", policy, loose)
		}
	}
	for _, inline := range []string{"<script>", "<style", " style=", " onload="} {
		if strings.Contains(string(page), inline) {
			t.Errorf("the policy does not allow %q in the page", inline)
		}
	}
	links := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(string(page), -1)
	if len(links) != 7 {
		t.Errorf("the page has %d links", len(links))
	}
	for _, link := range links {
		if link[1] == "data:," {
			continue
		}
		file, _ := packed(t, s.url+link[1])
		if media := file.Header.Get("Content-Type"); file.StatusCode != 200 || strings.HasPrefix(media, "text/plain") {
			t.Errorf("%s: %d %s", link[1], file.StatusCode, media)
		}
	}
}

func TestABrowserKeepsTheFilesItHas(t *testing.T) {
	s := withExplorer(t)
	for _, path := range []string{"/", "/graphiql/graphiql.min.js", "/graphiql/page.js"} {
		first, _ := packed(t, s.url+path)
		tag := first.Header.Get("ETag")
		again, body := packed(t, s.url+path, "If-None-Match", tag)
		if tag == "" || again.StatusCode != http.StatusNotModified || len(body) > 0 {
			t.Errorf("%s with tag %s: %d", path, tag, again.StatusCode)
		}
		unpacked, _ := packed(t, s.url+path, "If-None-Match", tag, "Accept-Encoding", "identity")
		if gzipped := first.Header.Get("Content-Encoding") == "gzip"; gzipped == (unpacked.StatusCode == http.StatusNotModified) {
			t.Errorf("%s: packed and unpacked bytes share a tag", path)
		}
	}
}

func TestTheFirstQueryIsOne(t *testing.T) {
	s := withExplorer(t)
	_, query := packed(t, s.url+"/graphiql/first.graphql")
	doc, err := parser.ParseQuery(&ast.Source{Input: string(query)})
	if err != nil || len(doc.Operations) != 1 || doc.Operations[0].Operation != ast.Query {
		t.Errorf("%s: %v", query, err)
	}
}

func TestWithoutAGraphThereIsNoPage(t *testing.T) {
	s := run(t, web.Routes{}, new(journal))
	if response, _ := get(t, s.url+"/"); response.StatusCode != 404 {
		t.Errorf("%d", response.StatusCode)
	}
}
