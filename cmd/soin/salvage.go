package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"soin/infra/sqlitestore"
)

func newLogSalvage() *cobra.Command {
	return &cobra.Command{
		Use:   "salvage FILE NEWFILE",
		Short: "Copy every event that can still be read out of a damaged log",
		Long: `Salvage reads a damaged log page by page and copies every event that matches its seal
into a new file, at its position. It says which positions were lost, and which streams
moved up because of it. The damaged file stays as it is.`,
		Args: exactly("FILE", "NEWFILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			saved, err := sqlitestore.Salvage(cmd.Context(), args[0], args[1])
			if err != nil {
				return notFound(err)
			}
			if saved.Events == 0 {
				return errors.Join(&unsoundError{1}, fmt.Errorf("no event of a log was found in %s", args[0]), os.Remove(args[1]))
			}
			if err := os.Chmod(args[1], 0o600); err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "%d events copied into %s\n", saved.Events, args[1])
			for _, span := range saved.Lost {
				fmt.Fprintf(out, "  lost: positions %d to %d\n", span.First, span.Last)
			}
			for _, stream := range saved.Renumbered {
				fmt.Fprintf(out, "  revisions moved up: %s\n", stream)
			}
			for _, note := range saved.Notes {
				fmt.Fprintln(out, "  "+note)
			}
			if lost := len(saved.Lost) + len(saved.Notes); lost > 0 {
				fmt.Fprintln(out, "what stood behind the last of them, if anything, was not found")
				return &unsoundError{lost}
			}
			return nil
		},
	}
}
