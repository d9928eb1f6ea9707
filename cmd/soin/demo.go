package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"soin/infra/demo"
	"soin/infra/follow"
	"soin/infra/ingest"
	"soin/infra/surveycsv"
)

// demoQuery shows a team that promises more than it lives.
const demoQuery = `{ team(id: "LILLE", asOf: "2025-12-31") { name gapTrend(instrumentId: "lumen", ` +
	`declared: "error-declared", lived: "error-lived") { direction points { surveyId score { value status } } } } }`

func newDemo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Load a small organisation into a fresh directory and serve it",
		Long: `Demo loads Maison Lumen, an organisation that does not exist, and serves it: ten teams
and six yearly surveys. It uses a temporary directory that is gone afterwards, or the one
given by --data, which must be empty.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settingsOf(cmd)
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
			}
			if err := loadDemo(cmd.Context(), s); err != nil {
				return err
			}
			return serve(cmd, s, func(ctx context.Context, srv *server) error {
				return showQuery(ctx, cmd.OutOrStdout(), srv.web.URL()+"/graphql")
			})
		},
	}
}

func loadDemo(ctx context.Context, s settings) (err error) {
	if entries, err := os.ReadDir(s.Data); err == nil && len(entries) > 0 {
		return &usageError{fmt.Errorf("demo: %s is not empty, and the demo would mix with what is there", s.Data)}
	}
	store, err := openStore(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	log := typed(store)
	return demo.Load(ctx, ingest.NewDoor(log, time.Now), func() (surveycsv.Known, error) {
		views, _, err := follow.Load(ctx, log, nil, nil)
		return surveycsv.Folded{Views: views}, err
	})
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
