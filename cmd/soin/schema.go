package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/jsoncodec"
	"soin/infra/schema"
)

func newSchema() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   "schema [TYPE]",
		Short: "List the event types, or print the JSON Schema of one",
		Long: `Every event type has a JSON Schema (draft 2020-12) of its payload: the "data" of the
CloudEvent. A server serves the same documents at /schemas and /schemas/<type>.

  soin schema                           list every type, as it is on the wire
  soin schema soin.team.formed.v1       print the schema of one
  soin schema team.formed               the form that is written today, with or without "soin."
  soin schema --to schemas              write all of them into a folder`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			catalog, out := domain.Catalog(jsoncodec.Unmarshal), cmd.OutOrStdout()
			switch {
			case folder != "" && len(args) > 0:
				return &usageError{fmt.Errorf("--to writes every schema: name a folder or a type, not both (see %q)", cmd.CommandPath()+" --help")}
			case folder != "":
				return writeSchemas(catalog, folder)
			case len(args) > 0:
				return printSchema(out, catalog, args[0])
			}
			for _, typ := range schema.Types(catalog) {
				fmt.Fprintln(out, typ)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&folder, "to", "", "write every schema into this folder, as <type>.json")
	return cmd
}

func printSchema(out io.Writer, catalog *event.Catalog, word string) error {
	d, err := schema.Find(catalog, word)
	if err != nil {
		return fmt.Errorf("%w: \"soin schema\" lists those that are", err)
	}
	_, err = out.Write(d.JSON)
	return err
}

func writeSchemas(catalog *event.Catalog, folder string) error {
	all, err := schema.All(catalog)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	for _, d := range all {
		if err := os.WriteFile(filepath.Join(folder, d.Type+".json"), d.JSON, 0o600); err != nil {
			return err
		}
	}
	return nil
}
