// Package soin_test holds the rules of this house: which folder may import what and why,
// and what a file may look like. It parses the files instead of asking the go command,
// whose answer the test cache would keep after it has become wrong.
//
// Tests, and packages that hold tests for others (their names end in "test"), may also
// import what [inTests] lists, use any part of the standard library, and read the clock.
package soin_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "soin/"

// layers are the folders of code. Each may import the standard library, those folders of
// this module that it names, and what docs/dependencies.md grants it.
var layers = []struct{ folder, imports, because string }{
	{"domain", "domain", "what is true does not depend on how it is asked, kept or sent"},
	{"projections", "domain projections", "a read model is a pure function of facts, so that replay gives the same bytes"},
	{"graph", "domain projections graph", "how it is asked knows what may be asked, and no technology that answers"},
	{"infra", "domain projections infra", "a technology serves the domain; only cmd knows everything there is"},
	{"cmd", "domain projections graph infra cmd", "the binary puts the parts together"},
}

// inTests are a real store, a real decoder and the real model, so that nobody makes up their own.
var inTests = []string{"infra/memstore", "infra/jsoncodec", "infra/caremodel"}

// bans are parts of the standard library that some layers do without.
var bans = []struct{ imported, in, because string }{
	{"net/http", "domain projections graph", "facts and answers do not know how they travel"},
	{"database/sql", "domain projections graph", "facts and answers do not know where they lie"},
	{"os", "domain projections graph", "same history, same bytes: no file, environment or host enters a fold"},
	{"os/exec", "domain projections graph", "same history, same bytes: no file, environment or host enters a fold"},
	{"log", "domain projections graph infra cmd", "log/slog is the one log"},
	{"log/slog", "domain projections graph", "what the operator needs is returned as an error, and logged where it is handled"},
}

// clocks are the functions of package time that read the clock; infra and cmd may.
var clocks = []string{"Now", "Since", "Until"}

// topFolders and topFiles are all there is at the top, beside what begins with a dot or is
// ignored by git. A new one needs a reason here.
var (
	topFolders = strings.Fields("domain projections graph infra cmd docs")
	topFiles   = strings.Fields("README.md ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md LICENSE go.mod go.sum gqlgen.yml arch_test.go")
)

// vague are package names that say nothing of the domain or the technology.
var vague = strings.Fields("util utils common helper helpers manager service services model models shared types misc")

// longest is the most lines a file written by hand may have.
const longest = 399

func TestTheHouse(t *testing.T) {
	for _, v := range violations(os.DirFS(".")) {
		t.Error(v)
	}
}

// violations are all broken rules of a tree, each a sentence that begins with a file.
func violations(tree fs.FS) []string {
	h := &house{tree: tree}
	h.rows = h.dependencies()
	h.checkTop()
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case !entry.IsDir() && path.Ext(name) == ".go":
			h.checkFile(name)
		}
		return nil
	})
	if err != nil {
		h.breaks("the tree", "cannot be read: %v", err)
	}
	return h.broken
}

// house is one tree under inspection.
type house struct {
	tree   fs.FS
	rows   map[string]dependency // by module path
	broken []string
}

func (h *house) breaks(name, format string, args ...any) {
	h.broken = append(h.broken, name+" "+fmt.Sprintf(format, args...))
}

func (h *house) read(name string) string {
	text, err := fs.ReadFile(h.tree, name)
	if err != nil {
		h.breaks(name, "cannot be read: %v", err)
	}
	return string(text)
}

func (h *house) checkTop() {
	entries, err := fs.ReadDir(h.tree, ".")
	if err != nil {
		h.breaks("the top folder", "cannot be read: %v", err)
	}
	ignored := strings.Fields(h.read(".gitignore"))
	for _, entry := range entries {
		known := topFiles
		if entry.IsDir() {
			known = topFolders
		}
		byGit := slices.ContainsFunc(ignored, func(pattern string) bool {
			match, _ := path.Match(strings.Trim(pattern, "/"), entry.Name())
			return match
		})
		if !strings.HasPrefix(entry.Name(), ".") && !byGit && !slices.Contains(known, entry.Name()) {
			h.breaks(entry.Name(), "is not among the folders and files there are at the top")
		}
	}
}

// source is one parsed file.
type source struct {
	*ast.File
	name string
	test bool
}

func (h *house) checkFile(name string) {
	text := h.read(name)
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		h.breaks(name, "cannot be parsed: %v", err)
		return
	}
	s := source{file, name, strings.HasSuffix(name, "_test.go") || strings.HasSuffix(path.Base(path.Dir(name)), "test")}
	for _, spec := range file.Imports {
		if imported, err := strconv.Unquote(spec.Path.Value); err == nil {
			h.checkImport(s, imported)
		}
	}
	if ast.IsGenerated(file) {
		return
	}
	if lines := strings.Count(text, "\n"); lines > longest {
		h.breaks(name, "has %d lines: nobody keeps more than %d in mind", lines, longest)
	}
	if slices.Contains(vague, file.Name.Name) {
		h.breaks(name, "is of a package named %q, which names no term of the domain or of a technology", file.Name.Name)
	}
	h.checkInits(s)
	if !within(name, "infra") && !within(name, "cmd") && !s.test {
		h.checkClock(s)
	}
}

func (h *house) checkInits(s source) {
	for _, d := range s.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			h.breaks(s.name, "has an init function: registration is a list one can read")
		}
	}
}

func (h *house) checkClock(s source) {
	ast.Inspect(s.File, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains(clocks, selector.Sel.Name) {
			return true
		}
		if pkg, ok := selector.X.(*ast.Ident); ok && pkg.Name == s.importName("time") {
			h.breaks(s.name, "reads the clock by time.%s: time is an argument", selector.Sel.Name)
		}
		return true
	})
}

// importName is what the file calls an imported package; empty when it does not import it.
func (s source) importName(imported string) string {
	for _, spec := range s.Imports {
		if spec.Path.Value != strconv.Quote(imported) {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(imported)
	}
	return ""
}

func (h *house) checkImport(s source, imported string) {
	switch {
	case strings.HasPrefix(imported, module):
		h.checkOwn(s, strings.TrimPrefix(imported, module))
	case strings.Contains(strings.Split(imported, "/")[0], "."):
		h.checkVendor(s, imported)
	case !s.test:
		for _, ban := range bans {
			if ban.imported == imported && slices.ContainsFunc(strings.Fields(ban.in), s.within) {
				h.breaks(s.name, "imports %s: %s", imported, ban.because)
			}
		}
	}
}

func (h *house) checkOwn(s source, imported string) {
	for _, layer := range layers {
		if !s.within(layer.folder) {
			continue
		}
		may := strings.Fields(layer.imports)
		if s.test {
			may = append(may, inTests...)
		}
		if !slices.ContainsFunc(may, func(folder string) bool { return within(imported, folder) }) {
			h.breaks(s.name, "imports %s%s: %s", module, imported, layer.because)
		}
	}
}

func (h *house) checkVendor(s source, imported string) {
	modules := slices.SortedFunc(maps.Keys(h.rows), func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	i := slices.IndexFunc(modules, func(m string) bool { return within(imported, m) })
	if i < 0 {
		h.breaks(s.name, "imports %s, which has no line with a reason in %s", imported, dependencies)
		return
	}
	may := h.rows[modules[i]].onlyIn
	granted := slices.ContainsFunc(may, s.within) || s.test && slices.Contains(may, "tests")
	if !granted {
		h.breaks(s.name, "imports %s, which %s allows only in %s", imported, dependencies, strings.Join(may, ", "))
	}
}

func (s source) within(folder string) bool { return within(s.name, folder) }

// within reports whether a path is a folder, a file of that name, or lies below.
func within(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

const dependencies = "docs/dependencies.md"

// dependency is a line of docs/dependencies.md.
type dependency struct {
	version string
	onlyIn  []string // folders, files, or "tests"
}

var (
	rowOfTable = regexp.MustCompile(`(?m)^\| (\S+\.\S+) \| (v\S+) \| ([^|]+) \| [^|]{10,} \|$`)
	required   = regexp.MustCompile(`(?m)^(?:require)?\s+(\S+\.\S+) (v\S+)( // indirect)?$`)
)

// dependencies reads the table and holds it against go.mod: the same versions, and a line
// for every direct requirement. Once go.mod tells direct ones from indirect ones, it has
// no line for any other.
func (h *house) dependencies() map[string]dependency {
	rows := map[string]dependency{}
	for _, row := range rowOfTable.FindAllStringSubmatch(h.read(dependencies), -1) {
		rows[row[1]] = dependency{row[2], strings.Split(row[3], ", ")}
	}
	versions, direct := map[string]string{}, map[string]bool{}
	for _, line := range required.FindAllStringSubmatch(h.read("go.mod"), -1) {
		versions[line[1]] = line[2]
		if line[3] == "" {
			direct[line[1]] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		switch {
		case versions[name] != rows[name].version:
			h.breaks(dependencies, "has %s at %s, go.mod at %q", name, rows[name].version, versions[name])
		case len(direct) > 0 && !direct[name]:
			h.breaks(dependencies, "has %s, which go.mod requires only indirectly", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(direct)) {
		if _, told := rows[name]; !told {
			h.breaks(dependencies, "has no line with a reason for %s", name)
		}
	}
	return rows
}

// sound is a small tree that keeps every rule.
func sound() fstest.MapFS {
	tree := fstest.MapFS{}
	for name, text := range map[string]string{
		".gitignore":            "/soin\n*.prof\n",
		"soin":                  "built",
		"go.mod":                "module soin\n\nrequire (\n\texample.org/sql v1.2.3\n\texample.org/fx v1.0.0\n\texample.org/check v0.1.0\n\texample.org/deep v0.0.1 // indirect\n)\n",
		"docs/dependencies.md":  "| example.org/sql | v1.2.3 | infra/store | the database of the field |\n| example.org/fx | v1.0.0 | cmd/soin/wire.go | puts the parts together |\n| example.org/check | v0.1.0 | tests | laws that hold for all inputs |\n",
		"domain/a/a.go":         `package a; import ("embed"; "time"; "soin/domain/b"); var _ = time.Second`,
		"domain/a/a_test.go":    `package a; import ("os"; "time"; "soin/infra/memstore"; "example.org/check"); var _ = time.Now`,
		"domain/a/atest/a.go":   `package atest; import "example.org/check"`,
		"projections/p.go":      `package projections; import "soin/domain"`,
		"graph/g.go":            `package graph; import ("soin/projections"; "soin/domain/a")`,
		"graph/gen.go":          "// Code generated by a tool, DO NOT EDIT.\n\npackage graph\n\nfunc init() {}\n" + strings.Repeat("\n", longest),
		"infra/store/s.go":      `package store; import ("os"; "log/slog"; "time"; "example.org/sql/deep"; "soin/domain/a"); var _ = time.Now`,
		"cmd/soin/wire.go":      `package main; import ("example.org/fx"; "soin/graph"; "soin/infra/store")`,
		"domain/testdata/x.go":  `not Go`,
		".ci/tool/helper/x.go":  `package helper`,
		"docs/adr/0001-one.md":  "",
		"CONTRIBUTING.md":       "",
		"cmd/soin/clock/now.go": `package clock; import t "time"; var _ = t.Now`,
	} {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return tree
}

func TestEveryRuleBites(t *testing.T) {
	if broken := violations(sound()); broken != nil {
		t.Fatalf("a sound tree breaks %q", broken)
	}
	for _, c := range []struct{ name, text, rule string }{
		{"domain/a/x.go", `package a; import "soin/projections"`, "imports soin/projections: what is true"},
		{"domain/a/x.go", `package a; import "soin/infra/store"`, "imports soin/infra/store"},
		{"domain/a/x.go", `package a; import "net/http"`, "imports net/http: facts"},
		{"domain/a/x.go", `package a; import "database/sql"`, "imports database/sql"},
		{"domain/a/x.go", `package a; import "os"`, "imports os: same history"},
		{"domain/a/x.go", `package a; import "log"`, "imports log: "},
		{"domain/a/x.go", `package a; import "log/slog"`, "imports log/slog: "},
		{"domain/a/x.go", `package a; import "example.org/sql"`, "allows only in infra/store"},
		{"domain/a/x.go", `package a; import "time"; var _ = time.Now()`, "reads the clock by time.Now"},
		{"domain/a/x.go", `package a; import t "time"; var now = t.Since`, "reads the clock by time.Since"},
		{"domain/a/x.go", `package a; func init() {}`, "has an init function"},
		{"domain/a/x.go", `package a; import "`, "cannot be parsed"},
		{"domain/a/x.go", "package a\n" + strings.Repeat("\n", longest), "has 400 lines"},
		{"domain/helper/x.go", `package helper`, "names no term"},
		{"domain/a/x_test.go", `package a; import "soin/infra/store"`, "imports soin/infra/store"},
		{"domain/a/x_test.go", `package a; import "example.org/fx"`, "allows only in cmd/soin/wire.go"},
		{"projections/x.go", `package projections; import "soin/graph"`, "imports soin/graph: a read model"},
		{"projections/x.go", `package projections; import "time"; var _ = time.Until`, "reads the clock"},
		{"graph/x.go", `package graph; import "soin/infra/store"`, "imports soin/infra/store: how it is asked"},
		{"graph/x.go", `package graph; import "log/slog"`, "imports log/slog"},
		{"infra/x/x.go", `package x; import "soin/graph"`, "imports soin/graph: a technology"},
		{"infra/x/x.go", `package x; import "example.org/sql"`, "allows only in infra/store"},
		{"infra/storekeeper/x.go", `package x; import "example.org/sql"`, "allows only in infra/store"},
		{"infra/x/x.go", `package x; import "example.org/check"`, "allows only in tests"},
		{"infra/x/x.go", `package x; import "example.org/new"`, "imports example.org/new, which has no line with a reason"},
		{"cmd/soin/serve.go", `package main; import "example.org/fx"`, "allows only in cmd/soin/wire.go"},
		{"main.go", `package main`, "is not among the folders and files"},
		{"pkg/x/x.go", `package x`, "is not among the folders and files"},
		{"PLAN.md", ``, "is not among the folders and files"},
		{"go.mod", "require (\n\texample.org/sql v1.2.4\n\texample.org/fx v1.0.0\n\texample.org/check v0.1.0\n)\n", `has example.org/sql at v1.2.3, go.mod at "v1.2.4"`},
		{"go.mod", "require (\n\texample.org/sql v1.2.3 // indirect\n\texample.org/fx v1.0.0\n\texample.org/check v0.1.0\n)\n", "requires only indirectly"},
		{"docs/dependencies.md", "| example.org/sql | v1.2.3 | infra/store | the database of the field |\n", "has no line with a reason for example.org/fx"},
	} {
		tree := sound()
		tree[c.name] = &fstest.MapFile{Data: []byte(c.text)}
		broken := violations(tree)
		if !slices.ContainsFunc(broken, func(v string) bool { return strings.Contains(v, c.rule) }) {
			t.Errorf("%s with %.60q breaks %q, not %q", c.name, c.text, broken, c.rule)
		}
	}
}
