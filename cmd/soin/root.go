package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

const about = `Soin measures how mature an organisation's care is, team by team, from facts rather
than declarations, and shows the evidence for every number.

Facts are kept in one file in the data directory. "soin serve" answers questions about
them over GraphQL and takes in new ones; the other commands work on the same directory
while no server has it open ("soin replay" and "soin log" also beside one). With --store
the facts are in an EventStoreDB or KurrentDB cluster instead, which several share.

  soin demo                         a small organisation to look at
  soin serve                        serve the data directory
  soin import survey ...            bring in survey results from a CSV file
  soin publish facts.ndjson         bring in CloudEvents, one a line

Settings come from flags, then from the environment (SOIN_DATA for --data, SOIN_LOG_LEVEL
for --log-level, and so on), then from the file given by --config or SOIN_CONFIG.`

// usageError is a command line that is not understood.
type usageError struct{ error }

func (e *usageError) Unwrap() error { return e.error }

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "soin",
		Short:         "How mature is our care, on which evidence?",
		Long:          about,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &usageError{fmt.Errorf("%w (see %q)", err, cmd.CommandPath()+" --help")}
	})
	defineSettings(root.PersistentFlags())
	root.AddCommand(
		newServe(), newDemo(), newImport(), newPublish(), newParked(), newPoisoned(), newReplay(), newLog(), newModel(), newScore(), newSimulate(), newSchema(), newBench(), newESDBUser(), newVersion(),
	)
	return root
}

// exactly is cobra.ExactArgs with an error that says what is missing.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == len(names) {
			return nil
		}
		return &usageError{fmt.Errorf("%s needs %d argument(s) %v, and got %d (see %q)",
			cmd.CommandPath(), len(names), names, len(args), cmd.CommandPath()+" --help")}
	}
}
