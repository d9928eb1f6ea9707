package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"golang.org/x/crypto/bcrypt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"
)

// login is somebody who comes with a password.
type login struct {
	user     User
	err      error
	returned bool
}

// logins tries passwords while none is compared.
type logins struct {
	t     *testing.T
	users *Users
}

// stuck is a users file with ana, whose password is "password1", and a comparison that goes on
// until it is told to end.
func stuck(t *testing.T) (l logins, end func()) {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte("password1"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	users, err := ParseUsers(strings.NewReader("ana:auditor:" + string(hash)))
	if err != nil {
		t.Fatal(err)
	}
	users.checks.turn <- struct{}{}
	return logins{t, users}, func() { <-users.checks.turn; synctest.Wait() }
}

func (l logins) try(ctx context.Context, from, name, password string) *login {
	ctx = peer.NewContext(ctx, &peer.Peer{Addr: at(from)})
	got := &login{}
	go func() {
		got.user, got.err = l.users.authenticate(ctx, name, password, func() {})
		got.returned = true
	}()
	synctest.Wait()
	return got
}

// guess tries n passwords that are wrong, and counts those that are refused at once.
func (l logins) guess(from string, n int) (refused int) {
	l.t.Helper()
	for i := range n {
		got := l.try(l.t.Context(), from, "ana", fmt.Sprint(from, " wrong ", i))
		if f, ok := errors.AsType[*fault](got.err); ok && f.code == codes.ResourceExhausted {
			refused++
		} else if got.returned {
			l.t.Errorf("a wrong password is answered with %v", got.err)
		}
	}
	return refused
}

func (l logins) want(got *login) {
	l.t.Helper()
	if !got.returned || got.err != nil || got.user != (User{"ana", Auditor}) {
		l.t.Errorf("the right password is answered with %+v", got)
	}
}

func TestWrongPasswordsStarveNotTheRightOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, end := stuck(t)
		if n := l.guess("192.0.2.1:1", 100); n != 100-maxChecksOn {
			t.Errorf("of 100 on one connection, %d are refused", n)
		}
		another := l.try(t.Context(), "192.0.2.1:2", "ana", "password1")
		end()
		l.want(another)
	})
	synctest.Test(t, func(t *testing.T) {
		l, end := stuck(t)
		refused := 0
		for port := range 20 {
			refused += l.guess(fmt.Sprint("192.0.2.1:", port+1), 5)
		}
		if refused != 100-maxChecksFrom {
			t.Errorf("of 100 from one address, %d are refused", refused)
		}
		another := l.try(t.Context(), "192.0.2.2:1", "ana", "password1")
		end()
		l.want(another)
	})
	synctest.Test(t, func(t *testing.T) {
		l, end := stuck(t)
		refused := 0
		for host := range 25 {
			refused += l.guess(fmt.Sprintf("192.0.2.%d:1", host), 4)
		}
		if refused != 100-maxChecks {
			t.Errorf("of 100 from everywhere, %d are refused", refused)
		}
		end()
		l.want(l.try(t.Context(), "192.0.2.99:1", "ana", "password1")) // there is room again
	})
}

func TestCallsThatBeginTogetherShareOneCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, end := stuck(t)
		var all []*login
		for range maxCalls {
			all = append(all, l.try(t.Context(), "192.0.2.1:1", "ana", "password1"))
		}
		if n := len(l.users.checks.all); n != 1 {
			t.Errorf("%d checks wait", n)
		}
		end()
		for _, got := range all {
			l.want(got)
		}
	})
}

func TestWhoLeavesMakesNoRoomForTheNextGuess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, end := stuck(t)
		ctx, cancel := context.WithCancel(t.Context())
		for i := range maxChecksOn {
			l.try(ctx, "192.0.2.1:1", "ana", fmt.Sprint("left ", i))
		}
		right := l.try(ctx, "192.0.2.1:2", "ana", "password1")
		cancel()
		synctest.Wait()
		if !errors.Is(right.err, context.Canceled) {
			t.Errorf("a call that was cancelled ends with %v", right.err)
		}
		if n := l.guess("192.0.2.1:1", 1); n != 1 {
			t.Error("there is room")
		}
		end()
		l.users.checks.turn <- struct{}{}
		l.want(l.try(t.Context(), "192.0.2.1:1", "ana", "password1")) // it is known by now
		end()
	})
}
