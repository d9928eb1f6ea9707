package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/jsoncodec"
	"soin/infra/sqlitestore"
	"soin/infra/vault"
)

// openStore opens the data directory's log for writing, and makes both where they are
// missing.
func openStore(s settings) (*sqlitestore.Store, error) {
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	return sqlitestore.Open(s.file(), time.Now)
}

// openReader opens the facts for reading only: those of the data directory, also beside a
// server, or those of the cluster. The caller closes what it gives.
func openReader(ctx context.Context, s settings) (event.Store, error) {
	if s.Store == "" {
		store, err := sqlitestore.OpenReadOnly(s.file())
		if err != nil {
			return nil, notFound(err)
		}
		return store, nil
	}
	cluster, err := connect(ctx, s)
	if err != nil {
		return nil, err
	}
	return clusterLog{cluster.Log(), cluster}, nil
}

// parked is where facts wait that came early.
func (s settings) parked() string { return filepath.Join(s.Data, "parked.db") }

// vault is where pseudonyms and keys are.
func (s settings) vault() string { return filepath.Join(s.Data, vault.FileName) }

// keyFile is where the key is that opens the vault.
func (s settings) keyFile() string {
	if s.KeyFile != "" {
		return s.KeyFile
	}
	return filepath.Join(s.Data, vault.KeyFileName)
}

// file is where the log is.
func (s settings) file() string { return filepath.Join(s.Data, sqlitestore.FileName) }

// snapshots is where the read models' snapshots are.
func (s settings) snapshots() string { return filepath.Join(s.Data, "snapshots") }

// typed puts the catalog over a store.
func typed(store event.Store) *event.Log {
	return event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
}
