package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/jsoncodec"
	"soin/infra/sqlitestore"
)

// openStore opens the data directory's log for writing, and makes both where they are
// missing.
func openStore(s settings) (*sqlitestore.Store, error) {
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	return sqlitestore.Open(s.file(), time.Now)
}

// file is where the log is.
func (s settings) file() string { return filepath.Join(s.Data, sqlitestore.FileName) }

// snapshots is where the read models' snapshots are.
func (s settings) snapshots() string { return filepath.Join(s.Data, "snapshots") }

// typed puts the catalog over a store.
func typed(store event.Store) *event.Log {
	return event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
}
