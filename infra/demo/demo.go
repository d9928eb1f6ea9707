// Package demo loads a small organisation that does not exist, by the ways that real ones
// come in: tables of survey results through the importer, facts through the Door.
//
// What happens at Maison Lumen: the advisers in Lyon are heard more and more; in Lille
// much is promised and little is lived; the clinic's medicine listens less each year; the
// shop in Rennes was merged into the one in Nantes; the directors are four, and four
// people's answers are nobody's business.
package demo

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"soin/infra/ingest"
	"soin/infra/instruments"
	"soin/infra/surveycsv"
)

//go:embed instrument.yaml history
var files embed.FS

// Load brings the organisation into an empty log. Known must tell, at each call, what the
// log knows by then.
func Load(ctx context.Context, door *ingest.Door, known func() (surveycsv.Known, error)) error {
	file, err := files.ReadFile("instrument.yaml")
	if err != nil {
		return err
	}
	questions, err := instruments.Read("instrument.yaml", file)
	if err != nil {
		return err
	}
	tables, err := fs.Glob(files, "history/*.csv")
	if err != nil {
		return err
	}
	for _, name := range tables {
		if err := load(ctx, door, questions[0], name, known); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return publish(ctx, door)
}

func load(
	ctx context.Context, door *ingest.Door, questions *instruments.Instrument, name string,
	known func() (surveycsv.Known, error),
) error {
	table, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	k, err := known()
	if err != nil {
		return err
	}
	plan, err := surveycsv.Plan(surveycsv.Request{
		File: name, Data: table, Instrument: questions, Known: k,
		Wave: strings.TrimSuffix(path.Base(name), ".csv"),
	})
	if err != nil {
		return err
	}
	for _, stage := range plan.Stages {
		outcomes, err := door.Accept(ctx, stage)
		if err != nil {
			return err
		}
		for _, o := range outcomes {
			if o.Err != nil {
				return o.Err
			}
		}
	}
	return nil
}

func publish(ctx context.Context, door *ingest.Door) error {
	facts, err := files.ReadFile("history/facts.ndjson")
	if err != nil {
		return err
	}
	var refused []ingest.Refusal
	_, err = ingest.Publish(ctx, door, bytes.NewReader(facts), func(p ingest.Progress) {
		refused = append(refused, p.Refused...)
	})
	if err == nil && len(refused) > 0 {
		err = fmt.Errorf("facts.ndjson:%d: %w", refused[0].Line, refused[0].Err)
	}
	return err
}
