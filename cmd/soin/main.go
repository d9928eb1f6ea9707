// Command soin is the whole product in one binary: it serves, imports, publishes,
// replays and checks one organisation's history of care.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"soin/infra/problem"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes one command line and gives the exit code. An interrupt asks for an
// orderly stop; a second one ends the process at once.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := newRoot()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(errs, "soin:", err)
	return exitCode(err)
}

// exitCode is the one the table of problems gives, and 64 for a command line that is
// not understood, as sysexits(3) has it.
func exitCode(err error) int {
	var usage *usageError
	var exit exitWith
	switch {
	case errors.As(err, &usage):
		return 64
	case errors.As(err, &exit):
		return int(exit)
	}
	return problem.Of(err).Code.Exit()
}

// ours reports whether an error is the fault of this process, not of what it was given.
func ours(err error) bool { return problem.Of(err).Code.Ours() }
