package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"soin/domain/care"
	"soin/infra/caremodel"
)

func newModel() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "Show, check and compare versions of the care model",
		Long: `The care model is every weight, window, half-life, minimum, threshold and gate that a
score rests on. They are conventions; every score names the version and hash of the model
it was computed with. Another file can be tried on the same history, without touching it:

  soin model show > mine.yaml        begin with the built-in model
  soin model check mine.yaml         is it whole, and does it break no rule?
  soin model diff mine.yaml          what differs from the built-in one
  soin serve --model mine.yaml       score the same facts with it`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newModelShow(), newModelCheck(), newModelDiff())
	return cmd
}

func newModelShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show",
		Short: "Print the model in use, as a file",
		Args:  exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settingsOf(cmd)
			if err != nil {
				return err
			}
			data := care.ModelFile
			if s.Model != "" {
				if data, err = os.ReadFile(s.Model); err != nil {
					return err
				}
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
}

func newModelCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE",
		Short: "Say whether a model file is whole, and name it by version and hash",
		Args:  exactly("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := readModel(args[0])
			if err != nil {
				return err
			}
			return nameModel(cmd.OutOrStdout(), m)
		},
	}
}

func newModelDiff() *cobra.Command {
	return &cobra.Command{
		Use:   "diff FILE [OTHER]",
		Short: "List what differs between two models; one file is compared with the built-in model",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			was, err := caremodel.Default()
			if err == nil && len(args) == 2 {
				was, err = readModel(args[0])
			}
			if err != nil {
				return err
			}
			is, err := readModel(args[len(args)-1])
			if err != nil {
				return err
			}
			changes, err := caremodel.Diff(was, is)
			for _, c := range changes {
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %s -> %s\n", c.Path, orNone(c.Was), orNone(c.Is))
			}
			return err
		},
	}
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

func nameModel(out io.Writer, m care.Model) error {
	hash, err := caremodel.Hash(m)
	fmt.Fprintf(out, "model %s, %d indicators, sha256 %s\n", m.Version, len(m.Indicators), hash)
	return err
}

// careModel is the one that the settings choose.
func (s settings) careModel() (care.Model, error) {
	if s.Model == "" {
		return caremodel.Default()
	}
	return readModel(s.Model)
}

func readModel(path string) (care.Model, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return care.Model{}, err
	}
	m, err := caremodel.Read(data)
	if err != nil {
		return care.Model{}, fmt.Errorf("care model %s: %w", path, err)
	}
	return m, nil
}
