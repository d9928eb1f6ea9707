package storetest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"os"
	"os/exec"
	"testing"
	"time"

	"soin/domain/event"
	"soin/domain/event/storetest"
	"soin/infra/memstore"
)

// breach is what a store does that breaks a promise, to a good store's input and output.
type breach struct {
	before func(*event.Raw)
	after  func(receipts []event.Receipt, err error) error
	read   func(event.RawRecorded, error, yield) bool
	follow func(event.RawRecorded, error, yield) bool
}

type yield = func(event.RawRecorded, error) bool

// breaches are known to break the promise they stand under.
func breaches() map[string]breach {
	return map[string]breach{
		"order/receipts name the places": {after: func(r []event.Receipt, err error) error {
			for i := range r {
				r[i].Position++
			}
			return err
		}},
		"order/revisions count": {read: func(r event.RawRecorded, err error, y yield) bool { r.Revision++; return y(r, err) }},
		"order/positions rise":  {read: func(r event.RawRecorded, err error, y yield) bool { r.Position -= 10; return y(r, err) }},
		"order/every way":       {read: func(r event.RawRecorded, err error, y yield) bool { return r.Revision == 3 || y(r, err) }},
		"order/recorded at": {read: func(r event.RawRecorded, err error, y yield) bool {
			r.RecordedAt = time.Unix(0, -int64(r.Position)).UTC()
			return y(r, err)
		}},
		"expectation/an exact revision": {after: func(_ []event.Receipt, err error) error {
			if wrong, ok := errors.AsType[*event.WrongRevisionError](err); ok {
				wrong.Actual++
			}
			return err
		}},
		"idempotence/a fact delivered again": {after: func(r []event.Receipt, err error) error {
			for i := range r {
				r[i].Duplicate = false
			}
			return err
		}},
		"content/times are kept": {before: func(e *event.Raw) { e.Time = e.Time.Truncate(time.Microsecond) }},
		"content/payloads come back": {before: func(e *event.Raw) {
			var b bytes.Buffer
			_ = json.Compact(&b, e.Data)
			e.Data = b.Bytes()
		}},
		"follow/following while writers write": {follow: func(r event.RawRecorded, err error, y yield) bool {
			return y(r, err) && (r.Revision != 40 || y(r, err))
		}},
		"cancellation/an ended context ends": {read: func(r event.RawRecorded, err error, y yield) bool { return err != nil || y(r, err) }},
		"cancellation/a context that ends midway": {read: func(r event.RawRecorded, err error, y yield) bool {
			return y(r, err) && (err == nil || y(r, err))
		}},
	}

}

// broken is a good store with a breach.
type broken struct {
	event.Store
	breach
}

func (s broken) Append(
	ctx context.Context, stream string, expected event.Revision, events []event.Raw,
) ([]event.Receipt, error) {
	changed := append([]event.Raw(nil), events...)
	for i := range changed {
		if s.before != nil {
			s.before(&changed[i])
		}
	}
	receipts, err := s.Store.Append(ctx, stream, expected, changed)
	if s.after != nil {
		err = s.after(receipts, err)
	}
	return receipts, err
}

func (s broken) All(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return tamper(s.Store.All(ctx, after), s.read)
}

func (s broken) Follow(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return tamper(tamper(s.Store.Follow(ctx, after), s.read), s.follow)
}

func tamper(
	seq iter.Seq2[event.RawRecorded, error], with func(event.RawRecorded, error, yield) bool,
) iter.Seq2[event.RawRecorded, error] {
	if with == nil {
		return seq
	}
	return func(y yield) {
		for r, err := range seq {
			if !with(r, err, y) {
				return
			}
		}
	}
}

const breachVariable = "STORETEST_BREACH"

// TestContract runs in a process of its own, started by TestEveryBreachIsSeen.
func TestContract(t *testing.T) {
	b, ok := breaches()[os.Getenv(breachVariable)]
	if !ok {
		t.Skip("no breach to look for")
	}
	storetest.Run(t, func(*testing.T) event.Store { return broken{memstore.New(), b} })
}

func TestEveryBreachIsSeen(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for promise := range breaches() {
		t.Run(promise, func(t *testing.T) {
			t.Parallel()
			contract := exec.CommandContext(t.Context(), binary, "-test.run=^TestContract$/"+promise)
			contract.Env = append(os.Environ(), breachVariable+"="+promise)
			out, err := contract.CombinedOutput()
			if _, failed := errors.AsType[*exec.ExitError](err); !failed || !bytes.Contains(out, []byte("--- FAIL: TestContract")) {
				t.Errorf("the contract does not see it: %v\n%s", err, out)
			}
		})
	}
}
