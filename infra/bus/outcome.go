package bus

import "soin/infra/problem"

// outcome is what an error of a handler says of its message.
type outcome int

const (
	unclear outcome = iota // tried again some times
	later                  // nothing: it is tried until it works
	never                  // it breaks a rule
)

// outcomeOf reads an error by the one table of problems.
func outcomeOf(err error) outcome {
	switch code := problem.Of(err).Code; code {
	case problem.Unavailable, problem.Cancelled, problem.Locked, problem.Corrupt:
		return later
	case problem.Internal:
		return unclear
	default:
		return never
	}
}

// marked is an error with a code of its own.
type marked struct {
	error
	code problem.Code
}

func (m *marked) Unwrap() error       { return m.error }
func (m *marked) ProblemCode() string { return string(m.code) }

// Later marks an error that says nothing of the message: it waits in its place until its
// handler succeeds.
func Later(err error) error { return &marked{err, problem.Unavailable} }

// Never marks an error that no repetition can mend: the message is parked as poisoned. An
// error that has the code of a refusal keeps it.
func Never(err error) error {
	if outcomeOf(err) == never {
		return err
	}
	return &marked{err, problem.Conflict}
}

// PanicError says that a handler panicked. What it says of the message is in the log only.
type PanicError struct{ Kind string }

func (e *PanicError) Error() string { return "the handler panicked: " + e.Kind }
