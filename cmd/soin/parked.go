package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"soin/domain/event"
	"soin/infra/parking"
	"soin/infra/sqlitestore"
)

func newParked() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "parked",
		Short: "Look at the facts that came early and wait for what they build upon",
		Long: `A fact that builds upon another one of the same subject, which is not known yet, is
parked: kept safely, and recorded by itself once the other one is. One that turns out to
contradict its subject's history then stays parked, with the reason, until somebody
decides. What is shown of a fact is its envelope, never what it says.

In a cluster (--store) each instance parks for itself: name it with --instance.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newParkedList(), newParkedShow(), newParkedRetry(), newParkedDiscard())
	return cmd
}

func newParkedList() *cobra.Command {
	gone := false
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List what is parked, the oldest first; also beside a server",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withParked(cmd, func(p *parking.Parking) error {
				if gone {
					return listDiscarded(cmd, p)
				}
				return listParked(cmd.OutOrStdout(), p)
			})
		},
	}
	cmd.Flags().BoolVar(&gone, "discarded", false, "list what was discarded instead, and why")
	return cmd
}

// withParked opens what is parked for reading; nothing is where there is no file.
func withParked(cmd *cobra.Command, read func(*parking.Parking) error) error {
	s, err := settingsOf(cmd)
	if err != nil {
		return err
	}
	if s.Store != "" {
		return withParkedInCluster(cmd.Context(), s, read)
	}
	store, err := sqlitestore.OpenReadOnly(s.parked())
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := sqlitestore.OpenReadOnly(s.file()); err != nil {
			return notFound(err) // not a data directory either
		}
		fmt.Fprintln(cmd.OutOrStdout(), "nothing is parked")
		return nil
	}
	if err != nil {
		return err
	}
	defer store.Close()
	p, err := parking.Open(cmd.Context(), store, time.Now)
	if err != nil {
		return err
	}
	return read(p)
}

func listParked(out io.Writer, p *parking.Parking) error {
	if n, _ := p.Size(); n == 0 {
		fmt.Fprintln(out, parkedNow(p))
		return nil
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tPARKED\tTYPE\tSTREAM\tWAITS FOR")
	for _, w := range p.List() {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", w.Key, w.Since.Format(time.RFC3339), w.Name, w.Stream, why(w))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out, parkedNow(p))
	return nil
}

// parkedNow is how much is parked, and for how long.
func parkedNow(p *parking.Parking) string {
	n, oldest := p.Size()
	if n == 0 {
		return "nothing is parked"
	}
	return fmt.Sprintf("%d parked, the oldest for %s", n, time.Since(oldest).Round(time.Second))
}

// why says for what a fact waits.
func why(w parking.Waiting) string {
	if w.Reason != "" {
		return "somebody to decide: " + w.Reason
	}
	return w.Awaits
}

func listDiscarded(cmd *cobra.Command, p *parking.Parking) error {
	all, err := p.Discards(cmd.Context())
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tDISCARDED\tTYPE\tSTREAM\tSOURCE\tEVENT ID\tREASON")
	for _, d := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", d.Key, d.At.Format(time.RFC3339), d.Name, d.Stream, d.Source, d.ID, d.Reason)
	}
	return table.Flush()
}

func newParkedShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show the envelope of a parked fact; also beside a server",
		Args:  exactly("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withParked(cmd, func(p *parking.Parking) error {
				w, err := p.Get(args[0])
				if err != nil {
					return err
				}
				out := cmd.OutOrStdout()
				for _, line := range [...][2]string{
					{"id", w.Key}, {"type", event.WireType(w.Name, w.Version)}, {"source", w.Source}, {"event id", w.ID},
					{"subject", event.Place{Stream: w.Stream}.Subject()}, {"stream", w.Stream},
					{"time", w.Time.Format(time.RFC3339Nano)}, {"parked", w.Since.Format(time.RFC3339)}, {"waits for", why(w)},
				} {
					fmt.Fprintf(out, "%-10s %s\n", line[0], line[1])
				}
				return nil
			})
		},
	}
}

func newParkedRetry() *cobra.Command {
	return &cobra.Command{
		Use:   "retry [ID]",
		Short: "Try what is parked again: all of it, or what waits for the subject of one fact",
		Long: `Retry judges parked facts again, those of one subject in the order of their arrival. A
server does so by itself; this is for a data directory that no server has open.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withEntrance(cmd, func(e *entrance) error {
				retry := e.door.RetryAll
				if len(args) > 0 {
					w, err := e.parked.Get(args[0])
					if err != nil {
						return err
					}
					retry = func(ctx context.Context) (int, error) { return e.door.Retry(ctx, w.Stream) }
				}
				recorded, err := retry(cmd.Context())
				left, _ := e.parked.Size()
				fmt.Fprintf(cmd.OutOrStdout(), "%d recorded, %d parked\n", recorded, left)
				return err
			})
		},
	}
}

func newParkedDiscard() *cobra.Command {
	reason := ""
	cmd := &cobra.Command{
		Use:   "discard ID --reason WHY",
		Short: "Give a parked fact up for ever; its envelope and the reason are kept",
		Args:  exactly("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if reason == "" {
				return &usageError{errors.New("--reason must be given: it is all that will be known of the decision")}
			}
			return withEntrance(cmd, func(e *entrance) error {
				if err := e.parked.Discard(cmd.Context(), args[0], reason); err != nil {
					return err
				}
				left, _ := e.parked.Size()
				fmt.Fprintf(cmd.OutOrStdout(), "discarded, %d parked\n", left)
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; without names of people")
	return cmd
}

// withEntrance opens a data directory that is there for writing.
func withEntrance(cmd *cobra.Command, work func(*entrance) error) error {
	s, err := settingsOf(cmd)
	if err != nil {
		return err
	}
	reader, err := openReader(cmd.Context(), s)
	if err != nil {
		return err
	}
	if err := reader.Close(); err != nil {
		return err
	}
	e, err := openEntrance(cmd.Context(), s)
	if err != nil {
		return err
	}
	return errors.Join(work(e), e.Close())
}
