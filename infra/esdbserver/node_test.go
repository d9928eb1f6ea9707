package esdbserver_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// The script asserts; it says of each client that it is content.
func TestTheClientsForNodeAreContent(t *testing.T) {
	if !*upstream {
		t.Skip("fetches the clients from npm: run with -upstream")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("Node is not installed here")
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "clients.mjs"} {
		text, err := os.ReadFile(filepath.Join("testdata", "node", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fetch := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	fetch.Dir = dir
	if out, err := fetch.CombinedOutput(); err != nil {
		t.Fatalf("fetch the clients: %v\n%s", err, out)
	}
	for name, options := range map[string][]esdbservertest.Option{
		"plaintext": nil,
		"TLS":       {esdbservertest.WithTLS(), esdbservertest.WithUser("boss", esdbserver.Admin, "changeit")},
	} {
		t.Run(name, func(t *testing.T) {
			server := esdbservertest.New(t, memstore.New(), options...)
			script := exec.CommandContext(t.Context(), "node", "clients.mjs", server.ConnectionString())
			script.Dir = dir
			out, err := script.CombinedOutput()
			if err != nil || strings.Count(string(out), "is content") != 2 {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
