package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// The explorer comes with the program, so it works without a network and no stranger
// serves our readers a script; graphiql/README.md tells its origin.
//
//go:embed graphiql
var graphiql embed.FS

// explorerPolicy lets the page run the scripts and styles that come with it, and talk to
// this server. The hash is of the rule by which a dialog stops the page from scrolling,
// the one style that GraphiQL writes into the page.
const explorerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; " +
	"style-src 'self' 'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='; " +
	"img-src 'self' data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// explorer serves the page at / and what it needs below /graphiql/.
func explorer(mux *http.ServeMux) {
	entries, err := fs.ReadDir(graphiql, "graphiql")
	if err != nil {
		panic(err) // the files are part of the program
	}
	for _, entry := range entries {
		stored, err := graphiql.ReadFile(path.Join("graphiql", entry.Name()))
		if err != nil {
			panic(err)
		}
		file := newAsset(entry.Name(), stored)
		if file.name == "index.html" {
			mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Security-Policy", explorerPolicy)
				file.ServeHTTP(w, r)
			})
			continue
		}
		mux.Handle("GET /graphiql/"+file.name, file)
	}
}

// asset is one file, as it lies in the program: text or compressed text.
type asset struct {
	name    string // without .gz
	stored  []byte
	gzipped bool
	sum     string
}

func newAsset(name string, stored []byte) asset {
	plain, gzipped := strings.CutSuffix(name, ".gz")
	return asset{plain, stored, gzipped, fmt.Sprintf("%x", sha256.Sum256(stored))}
}

// mediaType is a table of our own because the system's differs between machines.
func (a asset) mediaType() string {
	switch path.Ext(a.name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}

// ServeHTTP sends the file, or 304 to a browser that has it.
func (a asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.mediaType())
	h.Set("Cache-Control", "no-cache") // keep it, and ask whether it is still the one
	h.Set("Vary", "Accept-Encoding")
	body, tag := a.stored, a.sum
	switch {
	case a.gzipped && acceptsGzip(r):
		h.Set("Content-Encoding", "gzip")
		tag += "-gzip"
	case a.gzipped:
		body = a.plain()
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, a.name, time.Time{}, bytes.NewReader(body))
}

// plain unpacks the file for the rare client that takes no gzip.
func (a asset) plain() []byte {
	z, err := gzip.NewReader(bytes.NewReader(a.stored))
	if err != nil {
		panic(err) // the files are part of the program, and a test unpacks each of them
	}
	text, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	return text
}

func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if strings.TrimSpace(name) == "gzip" {
			return strings.TrimSpace(weight) != "q=0"
		}
	}
	return false
}
