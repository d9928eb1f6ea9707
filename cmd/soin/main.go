// Command soin is the whole product in one binary: it serves, imports, publishes,
// replays and checks one organisation's history of care.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"soin/infra/problem"
)

func main() {
	boundMemory()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes one command line and gives the exit code. An interrupt asks for an
// orderly stop; a second one ends the process at once.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	begun := false
	root := newRoot()
	root.PersistentPreRun = func(*cobra.Command, []string) { begun = true }
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case !begun: // the command line was not understood
		err = &usageError{err}
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(errs, "soin: interrupted; the same command again goes on where it stopped")
		return exitCode(err)
	}
	fmt.Fprintln(errs, "soin:", err)
	return exitCode(err)
}

// exitCode is the one the table of problems gives, and 64 for a command line that is not
// understood, as sysexits(3) has it.
func exitCode(err error) int {
	var usage *usageError
	code := problem.Of(err).Code
	switch {
	case errors.As(err, &usage):
		return 64
	case code == problem.Internal && errors.Is(err, fs.ErrNotExist):
		code = problem.NotFound
	case code == problem.Internal && errors.Is(err, fs.ErrExist):
		code = problem.Invalid
	}
	return code.Exit()
}

// ours reports whether an error is the fault of this process, not of what it was given.
func ours(err error) bool { return problem.Of(err).Code.Ours() }
