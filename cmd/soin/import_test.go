package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var crashes = flag.Int("soin.crashes", 20, "times the importer is killed")

// bigTable writes a table of so many teams.
func bigTable(t *testing.T, teams int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("team,parent,respondents,eligible,Q01,Q02,Q04,Q05\n")
	for i := range teams {
		fmt.Fprintf(&b, "Team %d,Region %d,%d,%d,%d%%,%d%%,%d%%,%d%%\n", i, i%40, 10+i%9, 20, i%100, (i+7)%100, (i+31)%100, 50)
	}
	path := filepath.Join(t.TempDir(), "big.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// stated is what the log says, wherever each fact stands in it.
func stated(t *testing.T, data string) string {
	t.Helper()
	var all []string
	for line := range strings.Lines(output(t, data, "log", "cat")) {
		var fact struct {
			Type, Source, ID, Subject, Time string
			Data                            json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &fact); err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%+v %s\n", fact, fact.Data))
	}
	slices.Sort(all)
	return strings.Join(all, "")
}

var factsInLog = regexp.MustCompile(`^(\d+) facts`)

func facts(t *testing.T, data string) int {
	t.Helper()
	n, err := strconv.Atoi(factsInLog.FindStringSubmatch(output(t, data, "replay"))[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What was acknowledged is there after a kill -9 at any moment, and importing again
// completes what was begun: the history is that of an import nobody disturbed.
func TestKilledImportLosesNothingAndIsCompletedByTheNext(t *testing.T) {
	table := bigTable(t, 1_500)
	args := []string{"import", "survey", "--instrument", "soin-v1", "--wave", "2025", "--log-level", "debug", table}

	undisturbed := t.TempDir()
	began := time.Now()
	output(t, undisturbed, args...)
	took := time.Since(began)
	want := facts(t, undisturbed)

	data, before := t.TempDir(), 0
	for range *crashes {
		acknowledged := killed(t, data, args, rand.N(took))
		if _, err := os.Stat(filepath.Join(data, "soin.db")); err != nil {
			continue // killed before there was a log
		}
		now := facts(t, data)
		if now < before+acknowledged {
			t.Fatalf("%d facts were there, %d more were acknowledged, %d are there", before, acknowledged, now)
		}
		if before = now; now == want {
			data, before = t.TempDir(), 0 // complete: once more from the beginning
		}
	}
	output(t, data, args...)
	output(t, data, "log", "check")
	if got, want := stated(t, data), stated(t, undisturbed); got != want {
		t.Errorf("completed with %d bytes of facts, undisturbed %d", len(got), len(want))
	}
}

var recorded = regexp.MustCompile(`msg=recorded .*accepted=(\d+)`)

// killed starts an import, kills it after a while, and gives how many facts it was told
// are recorded.
func killed(t *testing.T, data string, args []string, after time.Duration) (acknowledged int) {
	t.Helper()
	cmd := program(t.Context(), data, args...)
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	for lines := bufio.NewScanner(errs); lines.Scan(); {
		if m := recorded.FindStringSubmatch(lines.Text()); m != nil {
			if acknowledged, err = strconv.Atoi(m[1]); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // killed, or done before that
	return acknowledged
}
