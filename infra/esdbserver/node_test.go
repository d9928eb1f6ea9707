package esdbserver_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// The script asserts, and ends with an error at the first thing that is not as it should be.
func TestTheClientsForNodeAreContent(t *testing.T) {
	if !*upstream {
		t.Skip("fetches the clients from npm: run with -upstream")
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed here", program)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "client.js"} {
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
	for _, client := range []string{"@eventstore/db-client", "@kurrent/kurrentdb-client"} {
		for name, options := range map[string][]esdbservertest.Option{
			"plaintext": nil,
			"TLS":       {esdbservertest.WithTLS(), esdbservertest.WithUser("boss", esdbserver.Admin, "changeit")},
		} {
			t.Run(client+"/"+name, func(t *testing.T) {
				server := esdbservertest.New(t, memstore.New(), options...)
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				script := exec.CommandContext(ctx, "node", "client.js", client, server.ConnectionString())
				script.Dir = dir
				if out, err := script.CombinedOutput(); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
	}
}
