package sqlitestore_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/sqlitestore"
)

var crashes = flag.Int("soin.crashes", 20, "how often the writing process is killed")

// writerAt names the log that this process writes until it is killed.
const writerAt = "SOIN_TEST_WRITER_AT"

// acknowledgement is a line the writing process prints for an append that was answered.
type acknowledgement struct {
	Stream   string
	Events   []event.Raw
	Receipts []event.Receipt
}

// printer is a store that prints what it acknowledges.
type printer struct {
	event.Store
	out chan<- []byte
}

func (p printer) Append(
	ctx context.Context, stream string, expected event.Revision, events []event.Raw,
) ([]event.Receipt, error) {
	receipts, err := p.Store.Append(ctx, stream, expected, events)
	if err == nil {
		line, _ := json.Marshal(acknowledgement{stream, events, receipts})
		p.out <- append(line, '\n')
	}
	return receipts, err
}

// writeUntilKilled is the writing process: eight writers, ids that no process before it
// used, and a line for each acknowledged append.
func writeUntilKilled(path string) {
	s, err := sqlitestore.Open(path, time.Now)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := make(chan []byte)
	for i := range 8 {
		go new(ledger).write(context.Background(), printer{s, out}, os.Getpid()*10+i)
	}
	for line := range out {
		if _, err := os.Stdout.Write(line); err != nil {
			os.Exit(1)
		}
	}
}

// The writing process is killed at any moment and the log opened again: what it
// acknowledged is there. A kill leaves the writes the kernel has taken; a power cut,
// which does not, is what TestPowerCutLosesNothingAcknowledged is about.
func TestKilledLosesNothing(t *testing.T) {
	dir, acknowledged := t.TempDir(), &ledger{}
	for n := range *crashes {
		if n%50 == 49 { // begin anew, or each round reads more than the one before
			dir, acknowledged = t.TempDir(), &ledger{}
		}
		crash(t, dir, acknowledged, n%4 == 0)
		acknowledged.verify(t, dir)
		if t.Failed() {
			t.Fatalf("in round %d", n)
		}
	}
}

func crash(t *testing.T, dir string, acknowledged *ledger, readBeside bool) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), writerAt+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	first := true
	for lines.Scan() {
		var a acknowledgement
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			break // the line it was killed in
		}
		acknowledged.add(a.Stream, a.Events, a.Receipts)
		if first {
			if readBeside {
				beside(t, dir, a)
			}
			time.AfterFunc(rand.N(60*time.Millisecond), func() { _ = cmd.Process.Kill() })
			first = false
		}
	}
	if err := cmd.Wait(); err == nil || first {
		t.Fatalf("the writing process ended by itself: %v", err)
	}
}

// beside sees that another process may read, but not write, what was just acknowledged.
func beside(t *testing.T, dir string, a acknowledgement) {
	if _, err := sqlitestore.Open(dir, time.Now); err == nil {
		t.Fatal("a second process opened the log for writing")
	}
	s, err := sqlitestore.OpenReadOnly(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got := read(t, s.All(t.Context(), a.Receipts[0].Position-1))
	if len(got) < len(a.Events) || got[0].ID != a.Events[0].ID {
		t.Errorf("a reader beside the writer does not see what was acknowledged")
	}
}
