package ingest

import (
	"fmt"

	"soin/infra/problem"
)

// refusal is an error that knows its code.
type refusal struct {
	code problem.Code
	err  error
}

func refuse(code problem.Code, format string, args ...any) error {
	return &refusal{code, fmt.Errorf(format, args...)}
}

func (r *refusal) Error() string       { return r.err.Error() }
func (r *refusal) Unwrap() error       { return r.err }
func (r *refusal) ProblemCode() string { return string(r.code) }
