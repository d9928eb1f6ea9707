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

	"soin/infra/esdbstore"
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

	var begun *cobra.Command
	root := newRoot()
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) { begun = cmd }
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case begun == nil: // the command line was not understood
		err = &usageError{err}
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(errs, "soin: interrupted"+begun.Annotations[whenInterrupted])
		return exitCode(err)
	}
	fmt.Fprintln(errs, "soin:", err)
	return exitCode(err)
}

// whenInterrupted is the annotation of a command that says more to whoever interrupts it.
const whenInterrupted = "interrupted"

// goesOn are the annotations of a command whose work is kept.
func goesOn() map[string]string {
	return map[string]string{whenInterrupted: "; the same command again goes on where it stopped"}
}

// exitCode is the one the table of problems gives, and 64 for a command line or a setting
// that is not understood, as sysexits(3) has it.
func exitCode(err error) int {
	var usage *usageError
	used := errors.As(err, &usage)
	code := problem.Of(err).Code
	switch {
	case (used || code == problem.Internal) && errors.Is(err, fs.ErrNotExist):
		code = problem.NotFound
	case used:
		return 64
	case isOfAccess(err):
		code = problem.Forbidden
	case code == problem.Internal && errors.Is(err, fs.ErrExist):
		code = problem.Invalid
	}
	return code.Exit()
}

// ours reports whether an error is the fault of this process, not of what it was given.
func ours(err error) bool { return problem.Of(err).Code.Ours() }

// isOfAccess reports whether a cluster does not let us in: not the fault of who asks a
// server, but of who gave the command.
func isOfAccess(err error) bool {
	_, is := errors.AsType[*esdbstore.AccessError](err)
	return is
}
