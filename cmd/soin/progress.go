package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar shows progress on a terminal and nothing elsewhere. Writing to it counts bytes.
type bar struct{ *progressbar.ProgressBar }

// newBar counts to total bytes or things; -1 where nobody knows it.
func newBar(w io.Writer, total int64, what string) bar {
	return bar{progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetVisibility(isTerminal(w)),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
	)}
}

// note prints a line without tearing the bar.
func (b bar) note(w io.Writer, line string) {
	_ = b.Clear()
	fmt.Fprintln(w, line)
}

func (b bar) done() { _ = b.Finish() }

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// notFound marks a missing file as what the user named wrongly.
func notFound(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &missingError{err}
	}
	return err
}

type missingError struct{ error }

func (e *missingError) Unwrap() error       { return e.error }
func (e *missingError) ProblemCode() string { return "not-found" }
