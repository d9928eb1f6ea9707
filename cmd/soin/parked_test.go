package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// backwards is a file in which most facts come before what they build upon.
func backwards(t *testing.T, teams int) string {
	t.Helper()
	var lines []string
	for i := range teams {
		team := fmt.Sprint("team-", i)
		lines = append(lines, factAbout(team, "team.renamed", `{"name":"N"}`),
			factAbout(team, "team.headcount-reported", `{"headcount":12}`), factAbout(team, "team.formed", `{"name":"F"}`))
	}
	rand.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	path := filepath.Join(t.TempDir(), "backwards.ndjson")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// However often a process is killed between parking a fact, recording what it awaits and
// letting it go: publishing the rest records each fact once and leaves none parked.
func TestKilledWhileFactsAreParkedLosesAndDoublesNone(t *testing.T) {
	file := backwards(t, 600)
	undisturbed := t.TempDir()
	began := time.Now()
	output(t, undisturbed, "publish", file)
	took := time.Since(began)
	want := stated(t, undisturbed)

	data := t.TempDir()
	for n := range *crashes {
		cmd := program(t.Context(), data, "publish", file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(rand.N(took), func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // killed, or done before that
		timer.Stop()
		if n%3 == 2 {
			output(t, data, "publish", file)
			if got := stated(t, data); got != want {
				t.Fatalf("completed with %d bytes of facts, undisturbed %d", len(got), len(want))
			}
			if left := output(t, data, "parked", "list"); left != "nothing is parked\n" {
				t.Fatalf("left behind: %s", left)
			}
			data = t.TempDir()
		}
	}
}
