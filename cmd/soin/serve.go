package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"soin/domain/calendar"
	"soin/domain/event"
)

func newServe() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Serve the data directory: GraphQL, GraphiQL and the entrance for facts",
		Long: `Serve answers questions over GraphQL at /graphql, with an explorer at /, and takes in
CloudEvents at POST /events. It listens on this machine only.

With --store it keeps nothing here: the facts are in an EventStoreDB or KurrentDB cluster,
and any number of Soins may serve them (docs/cluster.md). With --esdb it is itself an
EventStoreDB for clients in any language (docs/eventstoredb.md).

It stops on an interrupt: requests under way are answered, and snapshots of the read
models are written so that the next start is quick. A stop at any other moment, kill -9
included, loses nothing that was acknowledged.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			return serve(cmd, s, func(context.Context, *server) error { return nil })
		},
	}
}

// serve runs a server until it is told to stop. When it is ready, then is called.
func serve(cmd *cobra.Command, s settings, then func(context.Context, *server) error) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	began := time.Now()
	s.patience = 0
	srv, alive, err := start(ctx, s)
	switch {
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(out, "stopped before it was ready")
		return nil //nolint:nilerr // an interrupt is how a server is meant to end
	case err != nil:
		return err
	}
	err = introduce(alive, out, s, srv, began)
	if err == nil {
		err = then(alive, srv)
	}
	if err == nil {
		<-alive.Done()
	}
	if cause := context.Cause(alive); cause != nil {
		err = cause
	}
	if errors.Is(err, context.Canceled) {
		err = nil // an interrupt is how a server is meant to end
	}
	if err = errors.Join(err, srv.stop(ctx)); err == nil {
		fmt.Fprintln(out, "stopped")
	}
	return err
}

// prepare scores all teams as of a day, so that nobody's first question waits for it.
func (srv *server) prepare(on calendar.Date) error {
	views, release, err := srv.runner.Read()
	if err != nil {
		return err
	}
	defer release()
	srv.board.Matrix(views, on)
	return nil
}

// introduce says what is where, and waits until answers include all that is recorded.
func introduce(ctx context.Context, out io.Writer, s settings, srv *server, began time.Time) error {
	head, err := srv.log.Head(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "soin %s\n", fullVersion())
	for _, l := range srv.lines(s, head) {
		fmt.Fprintf(out, "  %-13s%s\n", l[0], l[1])
	}
	if err := srv.runner.WaitFor(ctx, head); err != nil {
		return err
	}
	if err := srv.prepare(s.day()); err != nil {
		return err
	}
	fmt.Fprintf(out, "ready after %s; stop with Ctrl-C\n", time.Since(began).Round(time.Millisecond))
	return nil
}

// lines are what is where.
func (srv *server) lines(s settings, head event.Position) [][2]string {
	lines := [][2]string{
		{"facts", fmt.Sprintf("%s (position %d)", s.where(), head)},
		{"GraphQL", srv.web.URL() + "/graphql"},
		{"explorer", srv.web.URL() + "/"},
		{"entrance", srv.web.URL() + "/events (POST CloudEvents)"},
	}
	if srv.esdb != nil {
		lines = append(lines, [2]string{"EventStoreDB", srv.esdb.ConnectionString()})
	}
	return lines
}
