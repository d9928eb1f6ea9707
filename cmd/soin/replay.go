package main

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/infra/follow"
	"soin/projections"
)

func newReplay() *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "replay",
		Short: "Fold the history again from its first fact and print the fingerprints",
		Long: `Replay reads every fact from the beginning, without any snapshot, builds the read models
anew and prints the SHA-256 of each. Equal histories give equal fingerprints, on every
machine: this is how an auditor checks what leadership was shown.

  soin replay                    the whole history
  soin replay --to 1200          what was known at position 1200
  soin replay --to 2026-03-31    what had been recorded by the end of that day (UTC)

It only reads, and may run beside a server.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			until, err := parseUntil(to)
			if err != nil {
				return err
			}
			return replay(cmd, s, until)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "last position, or last day of recording (YYYY-MM-DD)")
	return cmd
}

func parseUntil(s string) (follow.Until, error) {
	if s == "" {
		return follow.Until{}, nil
	}
	if p, err := strconv.ParseUint(s, 10, 64); err == nil && p > 0 {
		return follow.Until{Position: event.Position(p)}, nil
	}
	day, err := calendar.Parse(s)
	if err != nil {
		return follow.Until{}, &usageError{fmt.Errorf("--to %q must be a position from 1 on, or a date YYYY-MM-DD", s)}
	}
	return follow.Until{RecordedAt: (day + 1).Start().Add(-1)}, nil
}

func replay(cmd *cobra.Command, s settings, until follow.Until) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	store, err := openReader(ctx, s)
	if err != nil {
		return err
	}
	defer store.Close()
	log := typed(store)
	head, err := log.Head(ctx)
	if err != nil {
		return err
	}
	bar := newBar(cmd.ErrOrStderr(), int64(head), "replaying") //nolint:gosec // positions fit
	began, events := time.Now(), 0
	views, err := follow.Replay(ctx, log, until, func(event.Recorded) {
		if events++; events%1024 == 0 {
			_ = bar.Add(1024)
		}
	})
	bar.done()
	if err != nil {
		return err
	}
	took := time.Since(began)
	if until.Position > views.Position() {
		fmt.Fprintf(out, "the log ends before position %d\n", until.Position)
	}
	fmt.Fprintf(out, "%d facts up to position %d in %s (%.0f facts/s)\n",
		events, views.Position(), took.Round(time.Millisecond), float64(events)/took.Seconds())
	return printFingerprints(out, views)
}

func printFingerprints(out io.Writer, views *projections.Views) error {
	prints, err := follow.Fingerprints(views)
	if err != nil {
		return err
	}
	for _, f := range prints {
		fmt.Fprintf(out, "%s  %s\n", f.Hash, f.View)
	}
	return nil
}
