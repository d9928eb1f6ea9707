package esdbserver_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
	"soin/infra/problem"
)

// failing is a writer that answers with an error, or panics with it.
type failing struct {
	err   error
	panic bool
}

func (f failing) Append(context.Context, esdbserver.Append) (esdbserver.Written, error) {
	if f.panic {
		panic(f.err)
	}
	return esdbserver.Written{}, f.err
}

func (f failing) Delete(context.Context, esdbserver.Deletion) (event.Position, error) {
	return 0, f.err
}

func TestAnErrorIsToldInTheProtocolsTerms(t *testing.T) {
	secret := errors.New("the disk at /secret is broken")
	for name, c := range map[string]struct {
		writer failing
		code   esdb.ErrorCode
		says   string
	}{
		"a rule":       {failing{err: rule.Break("data.name", "x", "must be longer")}, esdb.ErrorCodeUnknown, "data.name must be longer"},
		"a conflict":   {failing{err: event.Conflict("it is over")}, esdb.ErrorCodeUnknown, "code = FailedPrecondition"},
		"a taken id":   {failing{err: &event.IDTakenError{ID: "7"}}, esdb.ErrorCodeResourceAlreadyExists, `"7"`},
		"forbidden":    {failing{err: problem.Problem{Code: problem.Forbidden, Detail: "not you"}}, esdb.ErrorCodeAccessDenied, "not you"},
		"a deadline":   {failing{err: context.DeadlineExceeded}, esdb.ErrorCodeDeadlineExceeded, "deadline"},
		"a corruption": {failing{err: &event.CorruptError{Err: secret}}, esdb.ErrorCodeUnknown, "DataLoss"},
		"our mistake":  {failing{err: secret}, esdb.ErrorCodeUnknown, "(occurrence-1)"},
		"a panic":      {failing{err: secret, panic: true}, esdb.ErrorCodeUnknown, "(occurrence-1)"},
		"wrapped":      {failing{err: fmt.Errorf("event 2 of 3: %w", rule.Break("x", 1, "must be 2"))}, esdb.ErrorCodeUnknown, "event 2 of 3"},
	} {
		t.Run(name, func(t *testing.T) {
			server := esdbservertest.New(t, memstore.New(), esdbservertest.WithWriter(c.writer))
			cl := client(t, server.ConnectionString())
			err := refused(t, c.code, cl, "s-1", esdb.Any{}, data(0, 1)...)
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
				t.Errorf("the client is told %v, want %q", err, c.says)
			}
			wantNumbers(t, readAll(t, cl, esdb.Forwards, esdb.Start{}, 9), "") // the server goes on
		})
	}
}
