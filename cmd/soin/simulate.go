package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"soin/infra/ingest"
	"soin/infra/simulate"
)

func newSimulate() *cobra.Command {
	o := simulate.Demo()
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "Write the history of an organisation that does not exist",
		Long: `Simulate fills an empty data directory with the history of Maison Lumen: teams with a
character, some with a story. Equal options give equal facts. The same generator makes
histories large enough to measure with:

  soin simulate --data small                              what "soin demo" serves
  soin simulate --data large --teams 20000 --pace 0.35    some ten million facts

With --store it fills an empty cluster.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			if err := o.Validate(); err != nil {
				return &usageError{err}
			}
			bar := newBar(cmd.ErrOrStderr(), -1, "writing")
			began, sum := time.Now(), 0
			err = writeHistory(cmd.Context(), s, o, func(facts int) {
				sum = facts
				_ = bar.Set(facts)
			})
			bar.done()
			if err == nil {
				fmt.Fprintf(cmd.OutOrStdout(), "%d facts up to %s in %s (%.0f facts/s)\n",
					sum, o.End(), time.Since(began).Round(time.Millisecond), float64(sum)/time.Since(began).Seconds())
			}
			return err
		},
	}
	cmd.Flags().Uint64Var(&o.Seed, "seed", o.Seed, "another seed tells another history")
	cmd.Flags().IntVar(&o.Teams, "teams", o.Teams, "teams beside the departments")
	cmd.Flags().IntVar(&o.Months, "months", o.Months, "months, from April 2025 on")
	cmd.Flags().Float64Var(&o.Pace, "pace", o.Pace, "of acts; 1 is about fifty facts a team and month")
	return cmd
}

// writeHistory fills an empty data directory.
func writeHistory(ctx context.Context, s settings, o simulate.Options, recorded func(int)) (err error) {
	if entries, err := os.ReadDir(s.Data); s.Store == "" && err == nil && len(entries) > 0 {
		return notEmpty(s.Data)
	}
	entrance, err := openEntrance(ctx, s, ingest.AsHistory())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, entrance.Close()) }()
	if head, err := entrance.log.Head(ctx); err != nil || head > 0 {
		return cmp.Or(err, notEmpty(s.where()))
	}
	return simulate.Load(ctx, entrance.door, entrance.log.Catalog(), o, recorded)
}

func notEmpty(place string) error {
	return &usageError{fmt.Errorf("%s is not empty, and an invented history would mix with what is there", place)}
}
