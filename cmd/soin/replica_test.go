package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// replica is one Soin of a cluster: a process that is killed and started again.
type replica struct {
	*testing.T
	name, store, key string
	data             string // its disk

	mu   sync.Mutex // guards what follows
	url  string
	cmd  *exec.Cmd
	errs bytes.Buffer
}

// startReplicas starts so many of one event store, which are killed when the test ends.
func startReplicas(t *testing.T, n int, connection string) []*replica {
	t.Helper()
	key := filepath.Join(t.TempDir(), "vault.key")
	if err := os.WriteFile(key, []byte(strings.Repeat("0a", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	replicas := make([]*replica, n)
	for i := range replicas {
		replicas[i] = &replica{T: t, name: fmt.Sprint("soin-", i), store: connection, key: key, data: t.TempDir()}
		replicas[i].start()
	}
	t.Cleanup(func() {
		for _, r := range replicas {
			r.kill(false)
		}
	})
	return replicas
}

func (r *replica) start() {
	r.Helper()
	cmd := program(context.Background(), r.data, "serve", "--log-level", "error")
	cmd.Env = append(cmd.Env, "SOIN_STORE="+r.store, "SOIN_INSTANCE="+r.name, "SOIN_KEY_FILE="+r.key)
	r.errs.Reset()
	cmd.Stderr = &r.errs
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		r.Error(err)
		return
	}
	url := addressIn(r.T, out)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cmd, r.url = cmd, url
}

func (r *replica) address() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.url
}

// kill ends the process at once, and takes its disk away where so told.
func (r *replica) kill(disk bool) {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
	if disk {
		r.data = r.TempDir()
	}
}

// stop ends the process in an orderly way, which writes its snapshots, and gives the
// fingerprints in them by read model.
func (r *replica) stop() map[string]string {
	r.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		r.Error(err)
	}
	if err := r.cmd.Wait(); err != nil {
		r.Errorf("%s stopped with %v: %s", r.name, err, &r.errs)
	}
	files, err := filepath.Glob(filepath.Join(r.data, "snapshots", "*.cbor"))
	if err != nil || len(files) == 0 {
		r.Fatalf("%s has no snapshots: %v", r.name, err)
	}
	prints := map[string]string{}
	for _, file := range files {
		var snapshot struct{ View, Hash string }
		content, err := os.ReadFile(file)
		if err == nil {
			err = cbor.Unmarshal(content, &snapshot)
		}
		if err != nil {
			r.Fatal(err)
		}
		prints[snapshot.View] = snapshot.Hash
	}
	return prints
}
