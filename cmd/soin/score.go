package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/infra/caremodel"
	"soin/infra/follow"
	"soin/projections"
	"soin/projections/maturity"
)

func newScore() *cobra.Command {
	var asOf, to string
	cmd := &cobra.Command{
		Use:   "score [TEAM]",
		Short: "Print the level and scores of all teams, or the scorecard of one",
		Long: `Score replays the facts and prints what they say of every team, or of one, with what
keeps it from its next level. It only reads, and may run beside a server.

  soin score                                all teams, as of today
  soin score ward-3 --as-of 2026-03-31      one team, as of a day
  soin score ward-3 --to 1200               as it was known at position 1200
  soin score ward-3 --model mine.yaml       by another care model, on the same facts`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			until, err := parseUntil(to)
			if err != nil {
				return err
			}
			on, err := parseDay(asOf)
			if err != nil {
				return err
			}
			return score(cmd, s, args, on, until)
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "day in the world (YYYY-MM-DD); today when empty")
	cmd.Flags().StringVar(&to, "to", "", "last position, or last day of recording (YYYY-MM-DD)")
	return cmd
}

func parseDay(s string) (calendar.Date, error) {
	if s == "" {
		return calendar.Of(time.Now()), nil
	}
	day, err := calendar.Parse(s)
	if err != nil {
		return 0, &usageError{fmt.Errorf("--as-of %q must be a date YYYY-MM-DD", s)}
	}
	return day, nil
}

func score(cmd *cobra.Command, s settings, teams []string, on calendar.Date, until follow.Until) error {
	board, err := s.board()
	if err != nil {
		return err
	}
	store, err := openReader(cmd.Context(), s)
	if err != nil {
		return err
	}
	defer store.Close()
	views, err := follow.Replay(cmd.Context(), typed(store), until, func(event.Recorded) {})
	if err != nil {
		return err
	}
	if len(teams) == 0 {
		return printMatrix(cmd.OutOrStdout(), board.Matrix(views, on), views)
	}
	card, err := board.Scorecard(views, teams[0], on)
	if err != nil {
		return err
	}
	return printScorecard(cmd.OutOrStdout(), card)
}

// board scores by the care model that the settings choose.
func (s settings) board() (*maturity.Board, error) {
	model, err := s.careModel()
	if err != nil {
		return nil, err
	}
	hash, err := caremodel.Hash(model)
	if err != nil {
		return nil, err
	}
	return maturity.NewBoard(model, hash), nil
}

func printMatrix(out io.Writer, m maturity.Matrix, views *projections.Views) error {
	fmt.Fprintf(out, "as of %s, position %d, model %s (%.8s)\n", m.AsOf, m.Position, m.Model.Version, m.Model.Hash)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "team\tname\tlevel\t%s\tflags\n", strings.Join(m.Columns, "\t"))
	for i, id := range m.Teams {
		t, _ := views.Teams.Team(id, m.AsOf)
		fmt.Fprintf(table, "%s\t%s\t%d %s\t", id, t.Name, m.Levels[i], m.Levels[i])
		for j := range m.Columns {
			fmt.Fprintf(table, "%s\t", points(m.Values[i*len(m.Columns)+j]))
		}
		fmt.Fprintf(table, "%d\n", m.Flags[i])
	}
	return table.Flush()
}

// points is a figure as a terminal shows it; what is missing is not a number.
func points(x *float64) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprintf("%.0f", *x)
}

func printScorecard(out io.Writer, c maturity.Scorecard) error {
	fmt.Fprintf(out, "%s as of %s, position %d, model %s (%.8s)\n", c.TeamID, c.AsOf, c.Position, c.Model.Version, c.Model.Hash)
	if c.Status != maturity.OK {
		fmt.Fprintf(out, "%s: %s\n", c.Status, c.Reason.EN)
	}
	fmt.Fprintf(out, "level %d %s\n\n", c.Level, c.LevelName)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\tself\tteam\tplanet\tcriterion\n")
	for i, criterion := range care.Criteria {
		if len(c.Cells) < len(care.Cells) {
			break // there is no scorecard
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", criterion,
			inBrief(c.Cells[3*i]), inBrief(c.Cells[3*i+1]), inBrief(c.Cells[3*i+2]), inBrief(c.Criteria[i]))
	}
	for _, list := range [][]maturity.Score{c.Needs, c.Dimensions, c.Lenses} {
		fmt.Fprintln(table)
		for _, s := range list {
			fmt.Fprintf(table, "%s\t%s\t%s\n", s.ID, inBrief(s), s.Reason.EN)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, f := range c.Flags {
		fmt.Fprintf(out, "\nflag %s: %s\n", f.ID, f.Because.EN)
	}
	for _, b := range c.Blockers {
		fmt.Fprintf(out, "\nfor level %d: %s\n", b.Level, b.Text.EN)
	}
	return nil
}

// inBrief is a figure with the half-width of its 80 % interval.
func inBrief(s maturity.Score) string {
	if s.Value == nil || s.Low80 == nil || s.High80 == nil {
		return points(s.Value)
	}
	return fmt.Sprintf("%.0f ±%.0f", *s.Value, (*s.High80-*s.Low80)/2)
}
