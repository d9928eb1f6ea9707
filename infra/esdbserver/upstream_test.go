package esdbserver_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

var upstream = flag.Bool("upstream", false, "run what takes the network or a compiler: the tests of the Go client, and the clients for Node")

// suites are the client's own tests: which of its leaves skip themselves, because they need a
// database that was filled before, or no cluster.
var suites = []struct {
	name    string
	skipped []string
}{
	{"TestStreams", []string{
		"TestStreams/AppendTests/appendToSystemStreamWithIncorrectCredentials",
		"TestStreams/ReadStreamTests/readStreamEventsBackwardsFromEndPosition",
		"TestStreams/ReadStreamTests/readStreamEventsForwardsFromZeroPosition",
		"TestStreams/SubscriptionTests/allSubscriptionWithFilterDeliversCorrectEvents",
		"TestStreams/SubscriptionTests/connectionClosing",
		"TestStreams/SubscriptionTests/streamSubscriptionDeliversAllEventsInStreamAndListensForNewEvents",
		"TestStreams/SubscriptionTests/subscriptionAllWithCredentialsOverride",
		"TestStreams/SubscriptionTests/subscriptionToStreamCaughtUpMessage",
	}},
	{"TestPersistentSubscriptions", []string{"TestPersistentSubscriptions/PersistentSubTests/testPersistentSubscriptionClosing"}},
}

// leaves is how many tests of the client pass at least.
const leaves = 48

// The tests of the client that others judge servers by dial three nodes on ports of their own.
func TestTheGoClientsOwnTestsPass(t *testing.T) {
	if !*upstream {
		t.Skip("takes a minute to compile: run with -upstream")
	}
	binary := buildUpstream(t)
	passed := 0
	for _, suite := range suites {
		t.Run(suite.name, func(t *testing.T) {
			cluster(t)
			results := runUpstream(t, binary, suite.name)
			passed += len(results["PASS"])
			if failed := results["FAIL"]; len(failed) > 0 {
				t.Errorf("failed: %q", failed)
			}
			if skipped := results["SKIP"]; !slices.Equal(skipped, suite.skipped) {
				t.Errorf("skipped %q, want %q", skipped, suite.skipped)
			}
		})
	}
	t.Logf("%d tests of the client pass", passed)
	if passed < leaves {
		t.Errorf("%d tests passed, want %d or more", passed, leaves)
	}
}

// cluster is three nodes over one store, the last one leading.
func cluster(t *testing.T) {
	store, books := memstore.New(), memstore.New()
	nodes := esdbserver.Cluster{Members: []esdbserver.Member{
		{Address: "localhost:2111"}, {Address: "localhost:2112"}, {Address: "localhost:2113", Leader: true},
	}}
	raw := esdbserver.NewRaw(store, books)
	for nodes.Self = range nodes.Members {
		esdbservertest.New(t, store, esdbservertest.WithTLS(), esdbservertest.WithBooks(books), esdbservertest.WithWriter(raw),
			esdbservertest.WithUser("admin", esdbserver.Admin, "changeit"), esdbservertest.WithCluster(nodes),
			esdbservertest.At(strings.Replace(nodes.Members[nodes.Self].Address, "localhost", "127.0.0.1", 1)))
	}
}

// buildUpstream compiles the client's tests in a module of their own.
func buildUpstream(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "esdb.test")
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-o", binary, "github.com/EventStore/EventStore-Client-Go/v4/esdb")
	build.Dir = filepath.Join("testdata", "upstream")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the client's tests: %v\n%s", err, out)
	}
	return binary
}

var resultLine = regexp.MustCompile(`(?m)^\s*--- (PASS|FAIL|SKIP): (\S+)`)

// runUpstream runs a suite, and lists its leaves by result.
func runUpstream(t *testing.T, binary, suite string) map[string][]string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, binary, "-test.v", "-test.run", fmt.Sprintf("^%s$", suite))
	run.Dir = t.TempDir()
	run.Env = append(os.Environ(), "CLUSTER=true", "EVENTSTORE_INSECURE=false")
	out, err := run.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("the suite ends with %v", err)
	}
	results := map[string]string{}
	for _, line := range resultLine.FindAllStringSubmatch(string(out), -1) {
		results[line[2]] = line[1]
	}
	byResult := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(results)) {
		inner := slices.ContainsFunc(slices.Collect(maps.Keys(results)), func(other string) bool { return strings.HasPrefix(other, name+"/") })
		if !inner {
			byResult[results[name]] = append(byResult[results[name]], name)
		}
	}
	return byResult
}
