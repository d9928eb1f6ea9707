package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"soin/infra/ingest"
)

func newPublish() *cobra.Command {
	return &cobra.Command{
		Use:   "publish FILE|-",
		Short: "Bring in facts: one CloudEvent in JSON a line",
		Long: `Publish reads CloudEvents, one JSON object a line, and passes each through the same door
as POST /events: decoded, validated, judged and recorded. A line that is refused is named
with the rule it broke, and the others are recorded all the same.

Publishing a file again is harmless: what was recorded is found again by source and id.
Facts about one subject are recorded in the order of their lines; those about different
subjects may change places, so a log that was published from another one holds the same
facts and has fingerprints of its own. For a true copy use soin log backup.

  soin publish facts.ndjson
  soin log cat | soin publish --data copy -

It works on the data directory while no server has it open; to a running server, send the
events to POST /events.`,
		Args: exactly("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			return publish(cmd, s, args[0])
		},
	}
}

func publish(cmd *cobra.Command, s settings, path string) error {
	in, size, err := input(cmd.InOrStdin(), path)
	if err != nil {
		return err
	}
	defer in.Close()
	store, err := openStore(s)
	if err != nil {
		return err
	}
	defer store.Close()

	bar := newBar(cmd.ErrOrStderr(), size, "publishing")
	door := ingest.NewDoor(typed(store), time.Now)
	tally, err := ingest.Publish(cmd.Context(), door, io.TeeReader(in, bar), func(p ingest.Progress) {
		for _, r := range p.Refused {
			bar.note(cmd.ErrOrStderr(), fmt.Sprintf("%s:%d: %v", path, r.Line, r.Err))
		}
	})
	bar.done()
	fmt.Fprintf(cmd.OutOrStdout(), "%d recorded, %d were there already, %d refused\n",
		tally.Accepted, tally.Duplicates, tally.Refused)
	if err == nil && tally.Refused > 0 {
		err = &refusedError{tally.Refused}
	}
	return err
}

// refusedError ends a command that could not bring in everything.
type refusedError struct{ facts int }

func (e *refusedError) Error() string       { return fmt.Sprintf("%d facts were refused", e.facts) }
func (e *refusedError) ProblemCode() string { return "invalid" }

// input opens a file, or standard input for "-". The size is -1 where nobody knows it.
func input(stdin io.Reader, path string) (io.ReadCloser, int64, error) {
	if path == "-" {
		return io.NopCloser(stdin), -1, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, notFound(err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	return f, info.Size(), nil
}
