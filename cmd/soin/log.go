package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/sqlitestore"
)

func newLog() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Look at the log of facts, check it, back it up",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newLogCat(), newLogCheck(), newLogBackup(), newLogSalvage())
	return cmd
}

// selection chooses events of the log.
type selection struct {
	after  uint64
	limit  int
	stream string
	prefix string
}

func newLogCat() *cobra.Command {
	var sel selection
	cmd := &cobra.Command{
		Use:   "cat",
		Short: "Print facts as CloudEvents, one a line",
		Long: `Cat prints what is recorded, in the order of the log, as CloudEvents in JSON. Where each
stands in the log is told by the attributes position, revision and recordedtime.

  soin log cat --after 1200 --limit 10
  soin log cat --stream team-ACAS
  soin log cat --type survey.
  soin log cat | soin publish --data copy -

It only reads, and may run beside a server.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			store, err := openReader(cmd.Context(), s)
			if err != nil {
				return err
			}
			defer store.Close()
			return logCat(cmd, store, sel)
		},
	}
	cmd.Flags().Uint64Var(&sel.after, "after", 0, "begin after this position")
	cmd.Flags().IntVar(&sel.limit, "limit", 0, "print at most so many (0: all)")
	cmd.Flags().StringVar(&sel.stream, "stream", "", "only this stream, for example team-ACAS")
	cmd.Flags().StringVar(&sel.prefix, "type", "", "only types that begin so, for example survey.")
	return cmd
}

// withFile opens the data directory's log for reading.
func withFile(cmd *cobra.Command, read func(*sqlitestore.ReadOnly) error) error {
	s, err := settingsOf(cmd)
	if err == nil {
		err = onlyHere(s, cmd.CommandPath())
	}
	if err != nil {
		return err
	}
	store, err := sqlitestore.OpenReadOnly(s.file())
	if err != nil {
		return notFound(err)
	}
	defer store.Close()
	return read(store)
}

func logCat(cmd *cobra.Command, store event.Store, sel selection) error {
	out := bufio.NewWriter(cmd.OutOrStdout())
	events := store.All(cmd.Context(), event.Position(sel.after))
	if sel.stream != "" {
		events = store.Stream(cmd.Context(), sel.stream, 0)
	}
	printed := 0
	for r, err := range events {
		if err != nil {
			return err
		}
		if !sel.takes(r) {
			continue
		}
		line, err := ingest.FormatJSON(r)
		if err != nil {
			return err
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
		if printed++; printed == sel.limit {
			break
		}
	}
	return out.Flush()
}

func (sel selection) takes(r event.RawRecorded) bool {
	return r.Position > event.Position(sel.after) && strings.HasPrefix(r.Name, strings.TrimPrefix(sel.prefix, "soin."))
}

func newLogCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check every page and every event of the log, or of a copy of it",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settingsOf(cmd)
			if err == nil && len(args) == 0 {
				err = onlyHere(s, cmd.CommandPath())
			}
			if err != nil {
				return err
			}
			file, began := append(args, s.file())[0], time.Now()
			report, err := sqlitestore.Check(cmd.Context(), file)
			if err != nil {
				return notFound(err)
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "%s: %d events in %d streams up to position %d, checked in %s\n",
				file, report.Events, report.Streams, report.Head, time.Since(began).Round(time.Millisecond))
			for _, p := range report.Problems {
				fmt.Fprintln(out, "  "+p)
			}
			if len(report.Problems) > 0 {
				return &unsoundError{len(report.Problems)}
			}
			return nil
		},
	}
}

func newLogBackup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup NEWFILE",
		Short: "Copy the log as it is now into a new file, also beside a server",
		Args:  exactly("NEWFILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withFile(cmd, func(store *sqlitestore.ReadOnly) error {
				if err := errors.Join(store.Backup(cmd.Context(), args[0]), os.Chmod(args[0], 0o600)); err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s holds the log as it is now\n", args[0])
				return nil
			})
		},
	}
}

// unsoundError ends a check that found damage.
type unsoundError struct{ problems int }

func (e *unsoundError) Error() string {
	return fmt.Sprintf("%d problems: restore a backup, or copy what can be read with soin log salvage", e.problems)
}
func (e *unsoundError) ProblemCode() string { return "corrupt" }
