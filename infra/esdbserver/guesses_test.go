package esdbserver

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc/peer"
)

// heard is what the operator is told, and who says it.
func heard(t *testing.T) (g *guesses, lines func() []string, guess func(from, name string)) {
	t.Helper()
	var said bytes.Buffer
	g = newGuesses(slog.New(slog.NewTextHandler(&said, nil)))
	lines = func() []string {
		g.mu.Lock()
		defer g.mu.Unlock()
		all := strings.Split(strings.TrimSpace(said.String()), "\n")
		said.Reset()
		return all
	}
	guess = func(from, name string) { g.wrong(peer.NewContext(t.Context(), &peer.Peer{Addr: at(from)}), name) }
	return g, lines, guess
}

func TestAGuesserIsToldOfAtOnceAndThenNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, lines, guess := heard(t)
		defer g.close()
		for i := range 1000 {
			guess(fmt.Sprint("192.0.2.1:", i+1), "ana")
		}
		if got := lines(); len(got) != 1 || !strings.Contains(got[0], "level=WARN") || !strings.Contains(got[0], `ana`) || !strings.Contains(got[0], "192.0.2.1:1 ") {
			t.Errorf("of the first one it says %q", got)
		}
		time.Sleep(guessesTold)
		synctest.Wait()
		if got := lines(); len(got) != 1 || !strings.Contains(got[0], "more=999") || !strings.Contains(got[0], "192.0.2.1:1000") || !strings.Contains(got[0], `"since the start"=1000`) {
			t.Errorf("of the others it says %q", got)
		}
		time.Sleep(10 * guessesTold)
		synctest.Wait()
		if got := lines(); got[0] != "" || len(g.from) != 0 {
			t.Errorf("of nothing it says %q, and remembers %d", got, len(g.from))
		}
		guess("192.0.2.1:1", "ana")
		if got := lines(); len(got) != 1 || !strings.Contains(got[0], `"since the start"=1001`) {
			t.Errorf("later it says %q", got)
		}
	})
}

func TestManyGuessersFillNoLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, lines, guess := heard(t)
		for i := range 1000 {
			guess(fmt.Sprintf("192.0.%d.%d:1", i/250, i%250), "ana")
		}
		if got := lines(); len(got) != maxGuessers+1 || len(g.from) != maxGuessers+1 {
			t.Errorf("it says %d lines, and remembers %d", len(got), len(g.from))
		}
		g.close() // what is untold is not lost
		if got := lines(); len(got) != 1 || !strings.Contains(got[0], fmt.Sprint("more=", 1000-maxGuessers-1)) {
			t.Errorf("at its end it says %q", got)
		}
	})
}

func TestANameThatIsGuessedBreaksAndFillsNoLine(t *testing.T) {
	for _, name := range []string{"a\nlevel=ERROR", "a\x1b[2J", "\u202eana", strings.Repeat("é", 8000), "\xff"} {
		got := boundedName(name)
		if len(got) > 4*maxUserName || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r == '\u202e' || r == '\ufffd' }) || got[0] != '"' {
			t.Errorf("%.20q is told as %q", name, got)
		}
	}
}

// Whoever ends the call before the answer has guessed all the same.
func TestEachWrongPasswordIsNotedAndNoRightOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, end := stuck(t)
		ctx, cancel := context.WithCancel(t.Context())
		noted := 0
		for _, password := range []string{"wrong", "password1"} {
			go func() {
				_, _ = l.users.authenticate(peer.NewContext(ctx, &peer.Peer{Addr: at("192.0.2.1:1")}), "ana", password, func() { noted++ })
			}()
		}
		synctest.Wait()
		cancel()
		end()
		if noted != 1 {
			t.Errorf("%d are noted", noted)
		}
	})
}
