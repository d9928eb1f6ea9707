package domain_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"soin/domain"
)

// eventNames parses every EventName method of the domain: the name it returns and where
// it stands. The kernel's own, of events nobody knows, is left out.
func eventNames(t *testing.T) map[string]string {
	t.Helper()
	names := map[string]string{}
	files := token.NewFileSet()
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path == "event":
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "EventName" {
				where := files.Position(f.Pos()).String()
				names[where] = returnedLiteral(t, f, where)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// returnedLiteral is the text in `{ return "text" }`, which is all an EventName may do.
func returnedLiteral(t *testing.T, f *ast.FuncDecl, where string) string {
	t.Helper()
	if len(f.Body.List) == 1 {
		if ret, ok := f.Body.List[0].(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
			if lit, ok := ret.Results[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if name, err := strconv.Unquote(lit.Value); err == nil {
					return name
				}
			}
		}
	}
	t.Errorf("%s: the name of an event is a literal", where)
	return ""
}

func TestEveryEventIsListedInTheCatalog(t *testing.T) {
	listed := map[string]bool{}
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		listed[typ.Name()] = true
	}
	found := map[string]bool{}
	for where, name := range eventNames(t) {
		if !listed[name] {
			t.Errorf("%s: %q is not listed in its context's types, or its context not in the catalog", where, name)
		}
		if found[name] {
			t.Errorf("%s: %q is the name of two events", where, name)
		}
		found[name] = true
	}
	if len(found) != len(listed) {
		t.Errorf("%d EventName methods were found for %d types", len(found), len(listed))
	}
}

func TestNamesReadAsContextAndPastParticiple(t *testing.T) {
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		context, fact, ok := strings.Cut(typ.Name(), ".")
		if !ok || context == "" || fact == "" || strings.Trim(context+fact, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("%q is not written <context>.<past-participle>", typ.Name())
		}
	}
}
