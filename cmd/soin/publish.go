package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"soin/infra/ingest"
)

func newPublish() *cobra.Command {
	history := false
	cmd := &cobra.Command{
		Use:         "publish FILE|-",
		Annotations: goesOn(),
		Short:       "Bring in facts: one CloudEvent in JSON a line",
		Long: `Publish reads CloudEvents, one JSON object a line, and passes each through the same door
as POST /events: decoded, validated, judged and recorded. A line that is refused is named
with the rule it broke, and the others are recorded all the same. A fact that came before
the one it builds upon is parked and recorded by itself once that one is there; see
soin parked.

Publishing a file again is harmless: what was recorded is found again by source and id.
Facts about one subject are recorded in the order of their lines, which must be the one
they happened in: only a missing predecessor is waited for. Those about different
subjects may change places, so a log that was published from another one holds the same
facts and has fingerprints of its own. For a true copy use soin log backup.

  soin publish facts.ndjson
  soin log cat | soin publish --history --data copy -

With --history it also takes what Soin records itself, and tokens as their digests, as they
stand in a log. Where the copy has no vault.db and vault.key of the original, its members
get other pseudonyms, and its texts stay as they are, sealed for the original's vault.

It works on the data directory while no server has it open; to a running server, send the
events to POST /events.`,
		Args: exactly("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			var options []ingest.Option
			if history {
				options = append(options, ingest.AsHistory())
			}
			return publish(cmd, s, args[0], options...)
		},
	}
	cmd.Flags().BoolVar(&history, "history", false, "take what stood in a log, facts of Soin's own included")
	return cmd
}

func publish(cmd *cobra.Command, s settings, path string, options ...ingest.Option) error {
	in, size, err := input(cmd.InOrStdin(), path)
	if err != nil {
		return err
	}
	defer in.Close()
	entrance, err := openEntrance(cmd.Context(), s, options...)
	if err != nil {
		return err
	}
	defer entrance.Close()
	if _, err := entrance.door.RetryAll(cmd.Context()); err != nil {
		return err
	}

	bar := newBar(cmd.ErrOrStderr(), size, "publishing")
	tally, err := ingest.Publish(cmd.Context(), entrance.door, io.TeeReader(in, bar), func(p ingest.Progress) {
		for _, r := range p.Refused {
			bar.note(cmd.ErrOrStderr(), fmt.Sprintf("%s:%d: %v", path, r.Line, r.Err))
		}
	})
	bar.done()
	fmt.Fprintf(cmd.OutOrStdout(), "%d recorded, %d were there already, %d parked, %d refused\n",
		tally.Accepted, tally.Duplicates, tally.Parked, tally.Refused)
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
