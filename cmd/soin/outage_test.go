package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

var startsAt = regexp.MustCompile(`alive, and starting.*url=(\S+)`)

// TestAServerIsAliveWhileItsClusterIsAway starts a Soin before its cluster. Whoever watches
// over it is told that it lives and is not ready, and it becomes ready by itself.
func TestAServerIsAliveWhileItsClusterIsAway(t *testing.T) {
	cluster := esdbservertest.New(t, memstore.New())
	cluster.Stop()
	interrupt, log := waitingServer(t, cluster.ConnectionString())
	var url string
	eventually(t, "it says where it is", func() bool {
		m := startsAt.FindStringSubmatch(log())
		if m != nil {
			url = m[1]
		}
		return m != nil
	})
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 503, "/graphql": 503, "/metrics": 503} {
		if got := statusOf(t, url+path); got != want {
			t.Errorf("%s answers %d while the cluster is away, not %d", path, got, want)
		}
	}
	if status, body := post(t, url+"/events", "application/cloudevents+json", "{}"); status != 503 || !strings.Contains(body, "urn:soin:problem:unavailable") {
		t.Errorf("a fact is answered %d %s while the cluster is away", status, body)
	}
	cluster.Start()
	eventually(t, "it is ready", func() bool { return statusOf(t, url+"/readyz") == 200 })
	if err := interrupt(); err != nil {
		t.Errorf("it stopped with %v: %s", err, log())
	}
}

// An interrupt ends a server well that is not ready yet.
func TestAServerThatWaitsForItsClusterCanBeStopped(t *testing.T) {
	cluster := esdbservertest.New(t, memstore.New())
	cluster.Stop()
	interrupt, log := waitingServer(t, cluster.ConnectionString())
	eventually(t, "it starts", func() bool { return startsAt.MatchString(log()) })
	if err := interrupt(); err != nil {
		t.Errorf("it stopped with %v: %s", err, log())
	}
}

// TestCommandsDoNotWaitForAClusterForEver looks at how they end, which scripts rely on.
func TestCommandsDoNotWaitForAClusterForEver(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cluster := esdbservertest.New(t, memstore.New())
	cluster.Stop()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, store := range []string{cluster.ConnectionString(), "esdb://" + silent.Addr().String() + "?tls=false"} {
		_, err = connect(ctx, settings{Store: store, patience: time.Second, log: slog.New(slog.DiscardHandler)})
		if code := exitCode(err); code != 69 || !strings.Contains(err.Error(), "the event store has not answered in time") || ctx.Err() != nil {
			t.Errorf("exit code %d, %v", code, err)
		}
	}
}

// What is wrong with the settings is told while the cluster is away, and not when it comes.
func TestSettingsAreReadBeforeTheClusterIsWaitedFor(t *testing.T) {
	cluster := esdbservertest.New(t, memstore.New())
	cluster.Stop()
	for setting, file := range map[string]string{"--brokers": "/no/such/file", "--model": "/no/such/file", "--esdb": "127.0.0.1:0"} {
		var errs bytes.Buffer
		code := run([]string{"serve", "--store", cluster.ConnectionString(), setting, file}, nil, io.Discard, &errs)
		if code != 66 && code != 64 || strings.Contains(errs.String(), "alive") {
			t.Errorf("%s: exit code %d, %s", setting, code, &errs)
		}
	}
}

func TestACommandSaysWhatIsWrongWithItsCluster(t *testing.T) {
	cluster := esdbservertest.New(t, memstore.New(), esdbservertest.WithTLS(), esdbservertest.WithUser("ana", esdbserver.Admin, "right"))
	for name, c := range map[string]struct {
		store string
		code  int
		says  string
	}{
		"another scheme": {"https://127.0.0.1:2113", 64, "--store: the connection string's scheme"},
		"no such CA":     {"esdb://127.0.0.1:2113?tlsCaFile=/no/such/file", 66, "--store: "},
		"wrong password": {strings.Replace(cluster.ConnectionString(), "right", "wrong", 1), 77, "does not let"},
	} {
		var errs bytes.Buffer
		code := run([]string{"replay", "--store", c.store}, nil, io.Discard, &errs)
		if code != c.code || !strings.Contains(errs.String(), c.says) {
			t.Errorf("%s: exit code %d, %s", name, code, &errs)
		}
	}
}

func TestAUserWhoMayNotWriteIsNoMistakeOfOurs(t *testing.T) {
	cluster := esdbservertest.New(t, memstore.New(), esdbservertest.WithTLS(), esdbservertest.WithUser("ana", esdbserver.Auditor, "right"))
	key := filepath.Join(t.TempDir(), "vault.key")
	if err := os.WriteFile(key, []byte(strings.Repeat("0a", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	code := run([]string{"publish", "--store", cluster.ConnectionString(), "--key-file", key, "-"}, strings.NewReader(""), io.Discard, &errs)
	if code != 77 || !strings.Contains(errs.String(), "does not let") {
		t.Errorf("exit code %d, %s", code, &errs)
	}
}

// waitingServer starts a Soin that finds no cluster. It gives how to interrupt it, which
// tells how it ended, and what it has written.
func waitingServer(t *testing.T, connection string) (interrupt func() error, log func() string) {
	t.Helper()
	dir := t.TempDir()
	key := filepath.Join(dir, "vault.key")
	if err := os.WriteFile(key, []byte(strings.Repeat("0a", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	written, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := program(context.Background(), dir, "serve")
	cmd.Env = append(cmd.Env, "SOIN_STORE="+connection, "SOIN_INSTANCE=a", "SOIN_KEY_FILE="+key)
	cmd.Stderr = written
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait(); _ = written.Close() })
	interrupt = func() error { return errors.Join(cmd.Process.Signal(os.Interrupt), cmd.Wait()) }
	return interrupt, func() string {
		text, err := os.ReadFile(written.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}

// eventually waits until something holds that another process brings about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick, late := time.NewTicker(20*time.Millisecond), time.After(time.Minute)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("it did not come to pass that %s", what)
		}
	}
}

func statusOf(t *testing.T, url string) int {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}
