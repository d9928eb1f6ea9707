package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"soin/infra/sqlitestore"
	"soin/infra/storebench"
)

func newBench() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure this machine",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newBenchStore())
	return cmd
}

func newBenchStore() *cobra.Command {
	var dir string
	options := storebench.Defaults
	cmd := &cobra.Command{
		Use:   "store",
		Short: "How many events a second does this disk take, durably?",
		Long: `Bench store appends and reads events in a fresh file that is gone afterwards, each append
acknowledged after its fsync. The data directory is not touched; name a folder on the disk
you want to know about with --dir. It needs about 600 MB.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return benchStore(cmd, dir, options) },
	}
	flags := cmd.Flags()
	flags.StringVar(&dir, "dir", ".", "folder on the disk to measure")
	flags.IntVar(&options.Writers, "writers", options.Writers, "writers side by side")
	flags.IntVar(&options.Payload, "payload", options.Payload, "bytes of JSON of one event")
	flags.IntVar(&options.Singles, "singles", options.Singles, "events appended one by one")
	flags.IntVar(&options.Batched, "batched", options.Batched, "events appended in batches")
	return cmd
}

func benchStore(cmd *cobra.Command, dir string, options storebench.Options) (err error) {
	fresh, err := os.MkdirTemp(dir, "soin-bench-")
	if err != nil {
		return notFound(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(fresh)) }()
	store, err := sqlitestore.Open(filepath.Join(fresh, sqlitestore.FileName), time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	results, err := storebench.Run(cmd.Context(), store, options)
	for _, r := range results {
		fmt.Fprintln(cmd.OutOrStdout(), r)
	}
	return err
}
