package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"soin/domain/event"
	"soin/infra/follow"
	"soin/infra/ingest"
	"soin/infra/instruments"
	"soin/infra/surveycsv"
	"soin/infra/surveycsv/registry"
	"soin/infra/surveycsv/table"
)

func newImport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Bring in what other tools export",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newImportSurvey())
	return cmd
}

// surveyImport is one command line of import survey.
type surveyImport struct {
	instrument, wave, reference string
	revision                    int
	dryRun                      bool
}

func newImportSurvey() *cobra.Command {
	var i surveyImport
	cmd := &cobra.Command{
		Use:         "survey --instrument FILE|NAME --wave WAVE [--reference DIR] DATA.csv",
		Annotations: goesOn(),
		Short:       "Bring in survey results that another tool has aggregated, from a CSV file",
		Long: `Import survey reads a table with one row per team and states what it says as facts: teams
formed, renamed, moved and ended, the questions asked, and each team's results. An
instrument file tells which column is which question and how the table is to be read;
"csps" (the UK Civil Service People Survey) and "soin-v1" are built in.

It ends with a summary of every row, column and cell that was not used, and why. Nothing is
imported from a table with faults. Importing a table again doubles nothing, also after an
interruption.

  soin import survey --instrument csps --wave 2013 --reference reference/ csps2013.csv
  soin import survey --instrument pulse.yaml --wave 2026-09 --dry-run results.csv

Import waves in the order of time: an older wave does not rename or move teams that a newer
one has told about.`,
		Args: exactly("DATA.csv"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if i.instrument == "" || i.wave == "" {
				return &usageError{errors.New("--instrument and --wave must be given")}
			}
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			return i.run(cmd, s, args[0])
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&i.instrument, "instrument", "", "instrument file, or the name of a built-in one")
	flags.StringVar(&i.wave, "wave", "", "when people were asked: 2013, 2026-09 or 2026-09-30")
	flags.StringVar(&i.reference, "reference", "", "folder with the registry of organisations that the instrument describes")
	flags.IntVar(&i.revision, "revision", 0, "2 and up when the tool published corrected results")
	flags.BoolVar(&i.dryRun, "dry-run", false, "tell what would be done, and do nothing")
	return cmd
}

func (i surveyImport) run(cmd *cobra.Command, s settings, path string) error {
	request, err := i.request(path)
	if err != nil {
		return err
	}
	if i.dryRun {
		return i.tell(cmd, s, request)
	}
	entrance, err := openEntrance(cmd.Context(), s)
	if err != nil {
		return err
	}
	defer entrance.Close()
	if _, err := entrance.door.RetryAll(cmd.Context()); err != nil {
		return err
	}
	plan, err := planned(cmd.Context(), entrance.log, s, s.log, request)
	if err != nil {
		return err
	}
	tally, err := accept(cmd, s.log, entrance.door, plan)
	fmt.Fprint(cmd.OutOrStdout(), &plan.Summary)
	fmt.Fprintf(cmd.OutOrStdout(), "%d facts recorded, %d were there already, %d parked, %d refused\n",
		tally.Accepted, tally.Duplicates, tally.Parked, tally.Refused)
	if err == nil && tally.Refused > 0 {
		err = &refusedError{tally.Refused}
	}
	return err
}

// tell says what would be done. It writes nothing, and may run beside a server.
func (i surveyImport) tell(cmd *cobra.Command, s settings, request surveycsv.Request) error {
	var log *event.Log
	store, err := openReader(cmd.Context(), s)
	switch {
	case err == nil:
		defer store.Close()
		log = typed(store)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	plan, err := planned(cmd.Context(), log, s, s.log, request)
	if err != nil {
		return err
	}
	fmt.Fprint(cmd.OutOrStdout(), &plan.Summary)
	fmt.Fprintf(cmd.OutOrStdout(), "dry run: %d facts would be sent, nothing was recorded\n", len(plan.Deliveries()))
	return nil
}

// planned plans an import against what a log knows; a nil log knows nothing.
func planned(
	ctx context.Context, log *event.Log, s settings, logger *slog.Logger, request surveycsv.Request,
) (*surveycsv.Import, error) {
	request.Known = surveycsv.Nothing{}
	if log != nil {
		snapshots, err := follow.NewSnapshots(s.snapshots(), log)
		if err != nil {
			return nil, err
		}
		views, _, err := follow.Load(ctx, log, snapshots, logger)
		if err != nil {
			return nil, err
		}
		request.Known = surveycsv.Folded{Views: views}
	}
	plan, err := surveycsv.Plan(request)
	if err == nil && plan.Summary.Date.Start().After(time.Now()) {
		err = &usageError{fmt.Errorf("--wave %s: %s has not come yet", request.Wave, plan.Summary.Date)}
	}
	return plan, err
}

// request gathers the files a plan is made of.
func (i surveyImport) request(path string) (surveycsv.Request, error) {
	questions, err := instruments.Open(i.instrument)
	if err != nil {
		return surveycsv.Request{}, notFound(err)
	}
	f, err := os.Open(path)
	if err != nil {
		return surveycsv.Request{}, notFound(err)
	}
	defer f.Close()
	data, err := table.ReadBytes(f)
	if err != nil {
		return surveycsv.Request{}, err
	}
	request := surveycsv.Request{
		File: filepath.Base(path), Data: data, Instrument: questions, Wave: i.wave, Revision: i.revision,
	}
	if i.reference == "" {
		return request, nil
	}
	if questions.Layout.Registry == nil {
		return request, &usageError{fmt.Errorf("--reference: instrument %q describes no registry of organisations", questions.ID)}
	}
	request.Registry, err = registry.Read(os.DirFS(i.reference), questions.Layout.Registry)
	return request, notFound(err)
}

// step is how many facts are sent at a time: few enough for the bar to move.
const step = 1000

// accept sends a plan's facts through the Door, stage by stage, and names those that are
// refused.
func accept(cmd *cobra.Command, logger *slog.Logger, door *ingest.Door, plan *surveycsv.Import) (ingest.Tally, error) {
	var tally ingest.Tally
	bar := newBar(cmd.ErrOrStderr(), int64(len(plan.Deliveries())), "recording")
	defer bar.done()
	refused := func(d ingest.Delivery, err error) {
		if taken, ok := errors.AsType[*event.IDTakenError](err); ok {
			err = fmt.Errorf("other results are recorded already, at position %d: a correction takes --revision", taken.Position)
		}
		bar.note(cmd.ErrOrStderr(), fmt.Sprintf("%s %s: %v", d.Type, d.Subject, err))
	}
	for _, stage := range plan.Stages {
		for part := range slices.Chunk(stage, step) {
			if err := acceptPart(cmd.Context(), door, part, &tally, refused); err != nil {
				return tally, err
			}
			_ = bar.Add(len(part))
			logger.Debug("recorded", "accepted", tally.Accepted, "duplicates", tally.Duplicates, "refused", tally.Refused)
		}
	}
	return tally, nil
}

func acceptPart(
	ctx context.Context, door *ingest.Door, part []ingest.Delivery, tally *ingest.Tally, refused func(ingest.Delivery, error),
) error {
	outcomes, err := door.Accept(ctx, part)
	if err != nil {
		return err
	}
	for j, o := range outcomes {
		switch {
		case o.Err != nil && ours(o.Err):
			return o.Err
		case o.Err != nil:
			tally.Refused++
			refused(part[j], o.Err)
		case o.Parked != nil:
			tally.Parked++
		case o.Receipt.Duplicate:
			tally.Duplicates++
		default:
			tally.Accepted++
		}
	}
	return nil
}
