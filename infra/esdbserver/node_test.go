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

// The scripts assert, and end with an error at the first thing that is not as it should be.
func TestTheClientsForNodeAreContent(t *testing.T) {
	if !*upstream {
		t.Skip("fetches the clients from npm: run with -upstream")
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed here", program)
		}
	}
	dir := fetchNode(t)
	for _, client := range []string{"@eventstore/db-client", "@kurrent/kurrentdb-client"} {
		for name, options := range map[string][]esdbservertest.Option{
			"plaintext": nil,
			"TLS":       {esdbservertest.WithTLS(), esdbservertest.WithUser("boss", esdbserver.Admin, "changeit")},
		} {
			t.Run(client+"/"+name, func(t *testing.T) {
				runNode(t, dir, "client.js", client, esdbservertest.New(t, memstore.New(), options...))
			})
		}
		t.Run(client+"/is told why a publication is refused", func(t *testing.T) {
			server, _ := gated(t)
			runNode(t, dir, "publish.js", client, server)
		})
	}
}

// fetchNode installs the clients for Node beside the scripts, in a directory of the test's own.
func fetchNode(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "node"))); err != nil {
		t.Fatal(err)
	}
	fetch := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	fetch.Dir = dir
	if out, err := fetch.CombinedOutput(); err != nil {
		t.Fatalf("fetch the clients: %v\n%s", err, out)
	}
	return dir
}

func runNode(t *testing.T, dir, script, client string, server *esdbservertest.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, "node", script, client, server.ConnectionString())
	run.Dir = dir
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
