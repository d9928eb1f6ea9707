package esdbstore

import (
	"errors"
	"fmt"
	"io"
)

// cutError is a call that ended before its end. It is not io.EOF, because that is the end
// of what is read to one.
type cutError struct{ err error }

func (e *cutError) Error() string { return fmt.Sprintf("the call was cut short: %v", e.err) }

func isCut(err error) bool {
	_, ok := errors.AsType[*cutError](err)
	return ok
}

func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return &cutError{err}
	}
	return err
}
