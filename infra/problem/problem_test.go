package problem_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/problem"
)

type coded string

func (c coded) Error() string       { return "coded " + string(c) }
func (c coded) ProblemCode() string { return string(c) }

func TestEveryErrorHasItsCode(t *testing.T) {
	broken := rule.All(rule.Break("name", "", "must have 1 to 200 characters"))
	malformed := &event.MalformedError{Name: "team.formed", Version: 1, Err: broken}
	for code, errs := range map[problem.Code][]error{
		problem.Invalid:     {broken, rule.Break("n", 1, "must be two"), fmt.Errorf("line 3: %w", broken)},
		problem.Malformed:   {malformed},
		problem.UnknownType: {&event.UnknownTypeError{Name: "team.eaten", Version: 1}},
		problem.Conflict:    {event.Conflict("no"), event.Early("team.formed"), event.ErrStreamDeleted},
		problem.Voice:       {&event.VoiceError{Name: "survey.ballot-cast"}},
		problem.IDTaken:     {&event.IDTakenError{}},
		problem.TooLarge:    {&http.MaxBytesError{Limit: 3}},
		problem.Unavailable: {event.ErrClosed, &event.WrongRevisionError{}, fmt.Errorf("append: %w", context.DeadlineExceeded)},
		problem.Corrupt:     {&event.CorruptError{Err: malformed}},
		problem.Cancelled:   {context.Canceled, fmt.Errorf("append: %w", context.Canceled)},
		problem.Locked:      {coded("locked"), fmt.Errorf("open: %w", coded("locked"))},
		problem.NotFound:    {coded("not-found"), problem.Of(coded("not-found"))},
		problem.Internal:    {errors.New("boom"), coded("no such code")},
	} {
		for _, err := range errs {
			if got := problem.Of(err).Code; got != code {
				t.Errorf("%T %v: got %s, want %s", err, err, got, code)
			}
		}
	}
}

func TestEveryCodeLeadsOutOfTheProcessAndOverEveryWire(t *testing.T) {
	type exits struct {
		status, exit int
		graphQL      string
		ours         bool
	}
	for code, want := range map[problem.Code]exits{
		problem.Invalid:          {422, 65, "INVALID", false},
		problem.Malformed:        {400, 65, "MALFORMED", false},
		problem.UnknownType:      {422, 65, "UNKNOWN_TYPE", false},
		problem.Voice:            {422, 65, "VOICE", false},
		problem.Conflict:         {409, 65, "CONFLICT", false},
		problem.IDTaken:          {409, 65, "ID_TAKEN", false},
		problem.NotFound:         {404, 66, "NOT_FOUND", false},
		problem.TooLarge:         {413, 65, "TOO_LARGE", false},
		problem.WrongMethod:      {405, 64, "WRONG_METHOD", false},
		problem.UnsupportedMedia: {415, 65, "UNSUPPORTED_MEDIA", false},
		problem.Unavailable:      {503, 69, "UNAVAILABLE", true},
		problem.Locked:           {503, 75, "LOCKED", true},
		problem.Corrupt:          {500, 74, "CORRUPT", true},
		problem.Cancelled:        {503, 130, "CANCELLED", true},
		problem.Internal:         {500, 70, "INTERNAL", true},
	} {
		if got := (exits{code.Status(), code.Exit(), code.GraphQL(), code.Ours()}); got != want {
			t.Errorf("%s: got %+v, want %+v", code, got, want)
		}
	}
}

func TestAProblemIsWrittenAsRFC9457Says(t *testing.T) {
	w := httptest.NewRecorder()
	problem.Of(rule.All(rule.Break("data.name", "", "must have 1 to 200 characters"))).Write(w)
	want := `{"type":"urn:soin:problem:invalid","title":"A value breaks a rule","status":422,` +
		`"detail":"data.name must have 1 to 200 characters (got \"\")",` +
		`"errors":[{"path":"data.name","value":"\"\"","rule":"must have 1 to 200 characters"}]}`
	if w.Code != 422 || w.Header().Get("Content-Type") != "application/problem+json" || w.Body.String() != want {
		t.Errorf("got %d %v\n%s\nwant\n%s", w.Code, w.Header(), w.Body, want)
	}
}

func TestWhoMayTryAgainIsToldWhen(t *testing.T) {
	for err, want := range map[error]string{event.ErrClosed: "1", event.Conflict("no"): "", errors.New("boom"): ""} {
		w := httptest.NewRecorder()
		problem.Of(err).Write(w)
		if got := w.Header().Get("Retry-After"); got != want {
			t.Errorf("%v: Retry-After is %q, want %q", err, got, want)
		}
	}
}

func TestOurMistakesAreToldToTheOperatorOnly(t *testing.T) {
	var log bytes.Buffer
	reporter := problem.Reporter{
		Log:   slog.New(slog.NewTextHandler(&log, nil)),
		NewID: func() string { return "id-7" },
	}
	w := httptest.NewRecorder()
	reporter.Of(t.Context(), errors.New("open /var/lib/secret: denied")).Write(w)
	if strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), "urn:soin:occurrence:id-7") {
		t.Errorf("the client reads %s", w.Body)
	}
	if !strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), "id=id-7") {
		t.Errorf("the log says %s", log.String())
	}
}

func TestTheLogHoldsNoPayload(t *testing.T) {
	var log bytes.Buffer
	reporter := problem.Reporter{Log: slog.New(slog.NewTextHandler(&log, nil)), NewID: func() string { return "id" }}
	secret := rule.All(rule.Break("name", "secret", "is wrong"))
	for _, err := range []error{
		secret,
		&event.CorruptError{Place: event.Place{Position: 41, Stream: "team-a"}, Err: secret},
		fmt.Errorf("%w: %w", coded("internal"), secret),
		context.Canceled,
	} {
		reporter.Of(t.Context(), err)
	}
	if text := log.String(); strings.Contains(text, "secret") || !strings.Contains(text, "position=41") || strings.Count(text, "\n") != 2 {
		t.Errorf("the log says %s", text)
	}
}

func TestAProblemStaysSmall(t *testing.T) {
	var checks []error
	for i := range 5000 {
		checks = append(checks, rule.Break(fmt.Sprintf("items[%d].mean", i), i, "must lie between 0 and 100"))
	}
	p := problem.Of(rule.All(checks...))
	if len(p.Fields) != 100 || len(p.Detail) > 2100 {
		t.Errorf("%d fields, a detail of %d bytes", len(p.Fields), len(p.Detail))
	}
}
