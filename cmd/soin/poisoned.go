package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"text/tabwriter"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"soin/domain/event"
	"soin/infra/bus/poison"
	"soin/infra/sqlitestore"
)

func newPoisoned() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "poisoned",
		Short: "Look at the messages to and from brokers that could not be handled",
		Long: `A message that breaks a rule, from a broker or for one, is poisoned: kept safely, with
its error, while the ones behind it go on. It stays until it is tried again with success, or
somebody gives it up. What is shown of a message is its envelope and its error, never what it
says.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPoisonedList(), newPoisonedShow(), newPoisonedRetry(), newPoisonedDiscard())
	return cmd
}

func newPoisonedList() *cobra.Command {
	gone := false
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List what is poisoned, the oldest first; also beside a server",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withPoisoned(cmd, func(b *poison.Box) error {
				if gone {
					return listGivenUp(cmd, b)
				}
				return listPoisoned(cmd, b)
			})
		},
	}
	cmd.Flags().BoolVar(&gone, "discarded", false, "list what was discarded instead, and why")
	return cmd
}

// withPoisoned opens what is poisoned for reading; nothing is where there is no file.
func withPoisoned(cmd *cobra.Command, read func(*poison.Box) error) error {
	s, err := settingsOf(cmd)
	if err != nil {
		return err
	}
	if s.Store != "" {
		return withPoisonedInCluster(cmd.Context(), s, read)
	}
	store, err := sqlitestore.OpenReadOnly(s.poisoned())
	if errors.Is(err, fs.ErrNotExist) {
		reader, err := sqlitestore.OpenReadOnly(s.file())
		if err != nil {
			return notFound(err) // not a data directory either
		}
		fmt.Fprintln(cmd.OutOrStdout(), "nothing is poisoned")
		return reader.Close()
	}
	if err != nil {
		return err
	}
	defer store.Close()
	return readPoisoned(cmd.Context(), store, read)
}

// withPoisonedInCluster opens what is poisoned of an instance, for reading.
func withPoisonedInCluster(ctx context.Context, s settings, read func(*poison.Box) error) error {
	instance, err := s.instance()
	if err != nil {
		return err
	}
	cluster, err := connect(ctx, s)
	if err != nil {
		return err
	}
	defer cluster.Close()
	return readPoisoned(ctx, cluster.Space(poisonSpace+instance), read)
}

func readPoisoned(ctx context.Context, store event.Store, read func(*poison.Box) error) error {
	b, err := poison.Open(ctx, store, nil, time.Now)
	if err != nil {
		return err
	}
	return read(b)
}

func listPoisoned(cmd *cobra.Command, b *poison.Box) error {
	if all := b.List(); len(all) > 0 {
		table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tPOISONED\tHANDLER\tTYPE\tSOURCE\tEVENT ID\tREASON")
		for _, m := range all {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", m.Key, m.Since.Format(time.RFC3339), m.Handler, m.Type, m.Source, m.ID, m.Reason)
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	fmt.Fprintln(cmd.OutOrStdout(), poisonedNow(b))
	return nil
}

// poisonedNow is how much is poisoned, and for how long.
func poisonedNow(b *poison.Box) string {
	n, oldest := b.Size()
	if n == 0 {
		return "nothing is poisoned"
	}
	return fmt.Sprintf("%d poisoned, the oldest for %s", n, time.Since(oldest).Round(time.Second))
}

func listGivenUp(cmd *cobra.Command, b *poison.Box) error {
	all, err := b.Discards(cmd.Context())
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tDISCARDED\tHANDLER\tTYPE\tSOURCE\tEVENT ID\tREASON")
	for _, d := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", d.Key, d.At.Format(time.RFC3339), d.Handler, d.Type, d.Source, d.ID, d.Reason)
	}
	return table.Flush()
}

func newPoisonedShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show the envelope and the error of a poisoned message; also beside a server",
		Args:  exactly("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withPoisoned(cmd, func(b *poison.Box) error {
				m, err := b.Get(args[0])
				if err != nil {
					return err
				}
				for _, line := range [...][2]string{
					{"id", m.Key}, {"handler", m.Handler}, {"type", m.Type}, {"source", m.Source}, {"event id", m.ID},
					{"subject", m.Subject}, {"time", m.Time}, {"poisoned", m.Since.Format(time.RFC3339)}, {"payload", payloadOf(m)}, {"reason", m.Reason},
				} {
					fmt.Fprintf(cmd.OutOrStdout(), "%-10s %s\n", line[0], cmp.Or(line[1], "-"))
				}
				return nil
			})
		},
	}
}

// payloadOf tells what became of what a message says.
func payloadOf(m poison.Message) string {
	switch {
	case m.Confidential:
		return "not kept: said in confidence, or of a type that cannot be read"
	case !m.Kept:
		return fmt.Sprintf("%d bytes, not kept: too large", m.Size)
	}
	return fmt.Sprintf("%d bytes, kept", m.Size)
}

func newPoisonedRetry() *cobra.Command {
	return &cobra.Command{
		Use:   "retry ID",
		Short: "Hand a poisoned message to its handler again",
		Long: `Retry hands a message to what could not handle it: from a broker to the entrance, or to
the broker it was for, which --brokers names. This is for a data directory that no server has
open.`,
		Args: exactly("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withReactions(cmd, func(r *reactions) error {
				err := r.box.Retry(cmd.Context(), args[0], r.router.Handlers())
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "handled, %s\n", poisonedNow(r.box))
				}
				return err
			})
		},
	}
}

func newPoisonedDiscard() *cobra.Command {
	reason := ""
	cmd := &cobra.Command{
		Use:   "discard ID --reason WHY",
		Short: "Give a poisoned message up for ever; its envelope and the reason are kept",
		Args:  exactly("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if reason == "" {
				return &usageError{errors.New("--reason must be given: it is all that will be known of the decision")}
			}
			return withReactions(cmd, func(r *reactions) error {
				err := r.box.Discard(cmd.Context(), args[0], reason)
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "discarded, %s\n", poisonedNow(r.box))
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; without names of people")
	return cmd
}

// withReactions opens what reacts to the facts of a data directory that is there.
func withReactions(cmd *cobra.Command, work func(*reactions) error) error {
	return withEntrance(cmd, func(e *entrance) error {
		s, err := settingsOf(cmd)
		if err != nil {
			return err
		}
		config, err := s.brokers()
		if err != nil {
			return err
		}
		r, err := openReactions(cmd.Context(), s, e, config, prometheus.NewRegistry())
		if err != nil {
			return err
		}
		return errors.Join(work(r), r.Close())
	})
}
