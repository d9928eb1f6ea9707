package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/parking"
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

// entrance is the data directory open for writing: the log, the Door before it, and what the
// Door stands on.
type entrance struct {
	store  *sqlitestore.Store
	log    *event.Log
	parked *parking.Parking
	vault  *vault.Vault
	door   *ingest.Door

	waiting *sqlitestore.Store // under parked
}

// openEntrance opens the log first, because its lock is what tells one process from another.
func openEntrance(ctx context.Context, s settings, options ...ingest.Option) (e *entrance, err error) {
	e = &entrance{}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.Close())
			e = nil
		}
	}()
	if e.store, err = openStore(s); err != nil {
		return e, err
	}
	e.log = typed(e.store)
	if e.waiting, err = sqlitestore.Open(s.parked(), time.Now); err != nil {
		return e, err
	}
	if e.parked, err = parking.Open(ctx, e.waiting, time.Now); err != nil {
		return e, fmt.Errorf("%s: %w", s.parked(), err)
	}
	if e.vault, err = vault.Open(s.vault(), s.keyFile()); err != nil {
		return e, err
	}
	options = append([]ingest.Option{ingest.WithVault(e.vault), ingest.WithParking(e.parked)}, options...)
	e.door = ingest.NewDoor(e.log, time.Now, options...)
	return e, nil
}

// Close closes what was opened, the log last.
func (e *entrance) Close() error {
	var err error
	if e.vault != nil {
		err = e.vault.Close()
	}
	if e.waiting != nil {
		err = errors.Join(err, e.waiting.Close())
	}
	if e.store != nil {
		err = errors.Join(err, e.store.Close())
	}
	return err
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
