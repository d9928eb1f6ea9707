package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"soin/infra/esdbserver/esdbservertest"
)

var esdbAddress = regexp.MustCompile(`esdb://NAME:PASSWORD@\S+`)

// user makes a line of a users file by the command that does.
func user(t *testing.T, name, role, password string) string {
	t.Helper()
	cmd := program(t.Context(), t.TempDir(), "esdb-user", name, role)
	cmd.Stdin = strings.NewReader(password + "\n")
	line, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(line)
}

// TestEventStoreDBClientsReadAndPublish serves a data directory with --esdb and uses it with
// EventStoreDB's own client.
func TestEventStoreDBClientsReadAndPublish(t *testing.T) {
	users := filepath.Join(t.TempDir(), "users")
	lines := user(t, "hr", "publisher", "swordfish-1") + user(t, "ana", "auditor", "swordfish-2")
	if err := os.WriteFile(users, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	pair, key := esdbservertest.KeyPair(t)
	cert := filepath.Join(t.TempDir(), "one + one & more.pem") // its name reaches clients as it is
	if err := os.Rename(pair, cert); err != nil {
		t.Fatal(err)
	}
	cmd := program(context.Background(), t.TempDir(), "serve", "--log-level", "error",
		"--esdb", "127.0.0.1:0", "--esdb-users", users, "--esdb-cert", cert, "--esdb-key", key)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	said := new(strings.Builder)
	url := addressIn(t, io.TeeReader(out, said))
	as := func(name, password string) *esdb.Client {
		t.Helper()
		config, err := esdb.ParseConnectionString(strings.Replace(esdbAddress.FindString(said.String()), "NAME:PASSWORD", name+":"+password, 1))
		if err != nil {
			t.Fatal(err)
		}
		config.Logger = esdb.NoopLogging()
		client, err := esdb.NewClient(config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { client.Close() })
		return client
	}
	formed := esdb.EventData{
		EventID: uuid.New(), EventType: "soin.team.formed.v1", ContentType: esdb.ContentTypeJson,
		Data: []byte(`{"name":"North ward"}`), Metadata: []byte(`{"source":"hr","time":"2026-01-05T08:00:00Z"}`),
	}
	if _, err := as("hr", "swordfish-1").AppendToStream(t.Context(), "team-north", esdb.AppendToStreamOptions{}, formed); err != nil {
		t.Errorf("a publisher publishes: %v", err)
	}
	formed.EventID, formed.Data = uuid.New(), []byte(`{"nome":"North ward"}`)
	if _, err := as("hr", "swordfish-1").AppendToStream(t.Context(), "team-south", esdb.AppendToStreamOptions{}, formed); err == nil ||
		!strings.Contains(err.Error(), "name") {
		t.Errorf("what the Door refuses is answered with %v", err)
	}
	read := func(client *esdb.Client) (string, error) {
		stream, err := client.ReadStream(t.Context(), "team-north", esdb.ReadStreamOptions{}, 10)
		if err != nil {
			return "", err
		}
		defer stream.Close()
		e, err := stream.Recv()
		if err != nil {
			return "", err
		}
		return string(e.Event.Data), nil
	}
	if got, err := read(as("ana", "swordfish-2")); got != `{"name":"North ward"}` {
		t.Errorf("an auditor reads %q, %v", got, err)
	}
	for name, password := range map[string]string{"hr": "swordfish-1", "ana": "swordfish-1", "bo": "swordfish-2"} {
		if got, err := read(as(name, password)); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("%s reads %q", name, got)
		}
	}
	if metrics := get(t, url+"/metrics"); !strings.Contains(metrics, "\nsoin_esdb_wrong_passwords_total 2\n") {
		t.Error("the wrong passwords are not counted at /metrics")
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil || strings.Contains(errs.String(), "swordfish") {
		t.Errorf("%v: %s", err, &errs)
	}
}

// TestSettingsOfEventStoreDBAreNotIgnored gives each of them without the address they are for.
func TestSettingsOfEventStoreDBAreNotIgnored(t *testing.T) {
	for _, setting := range []string{"--esdb-users", "--esdb-cert", "--esdb-key"} {
		cmd := program(t.Context(), t.TempDir(), "serve", "--log-level", "error", setting, "there")
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 64 || !strings.Contains(string(out), setting+" is given without --esdb,") {
			t.Errorf("%s: %v: %s", setting, err, out)
		}
	}
}

func TestAPasswordIsTypedTwice(t *testing.T) {
	for _, c := range []struct {
		typed []string
		ok    bool
	}{
		{[]string{"swordfish-1", "swordfish-1"}, true}, {[]string{"swordfish-1", "swordfish-2"}, false}, {[]string{"swordfish-1", ""}, false},
	} {
		asked := 0
		password, err := sameTwice(func(string) (string, error) { asked++; return c.typed[asked-1], nil })
		if asked != 2 || (err == nil) != c.ok || c.ok && password != c.typed[0] {
			t.Errorf("%q is taken as %q, %v", c.typed, password, err)
		}
		if err != nil && strings.Contains(err.Error(), "swordfish") {
			t.Errorf("the error repeats it: %v", err)
		}
	}
}
