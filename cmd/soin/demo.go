package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/spf13/cobra"

	"soin/infra/simulate"
)

// demoQuery shows a team that displays much care and lives little of it.
const demoQuery = `{ team(id: "boutique-prestige") { name scorecard { levelName ` +
	`flags { id because { en } } cells { id value status } blockers { text { en } } } } }`

func newDemo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Load a small organisation into a fresh directory and serve it",
		Long: `Demo writes eighteen months of Maison Lumen, a service company that does not exist, and
serves them: some forty teams, and a story behind each figure. Its day is the last one of
the history, 30 September 2026. It uses a temporary directory that is gone afterwards, or
the one given by --data, which must be empty.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settingsOf(cmd)
			if err == nil {
				err = onlyHere(s, cmd.CommandPath())
			}
			if err != nil {
				return err
			}
			if !cmd.Flags().Changed("data") {
				dir, err := os.MkdirTemp("", "soin-demo-")
				if err != nil {
					return err
				}
				defer func() { _ = os.RemoveAll(dir) }()
				s.Data = dir
			}
			if !cmd.Flags().Changed("log-level") {
				s.LogLevel = "warn"
				if s.log, err = s.logger(cmd.ErrOrStderr()); err != nil {
					return err
				}
			}
			history := simulate.Demo()
			if err := writeHistory(cmd.Context(), s, history, func(int) {}); err != nil {
				return err
			}
			s.today = history.End
			return serve(cmd, s, func(ctx context.Context, srv *server) error {
				return showQuery(ctx, cmd.OutOrStdout(), srv.web.URL()+"/graphql")
			})
		},
	}
}

// showQuery asks the running server, as anybody would, and prints question and answer.
func showQuery(ctx context.Context, out io.Writer, url string) error {
	body, err := json.Marshal(map[string]string{"query": demoQuery})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nIn the explorer, ask:\n\n  %s\n", demoQuery)
	fmt.Fprintf(out, "\nOr here:\n\n  curl -s %s -H 'Content-Type: application/json' -d '%s'\n\n%s\n", url, body, answer)
	return nil
}
