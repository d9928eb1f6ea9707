package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"soin/domain/event"
	"soin/infra/esdbstore"
	"soin/infra/ingest"
	"soin/infra/parking"
	"soin/infra/sqlitestore"
	"soin/infra/vault"
)

// entrance is where facts come in: the log, the Door before it, and what the Door stands on.
type entrance struct {
	store  event.Store
	log    *event.Log
	parked *parking.Parking
	vault  ingest.Vault
	door   *ingest.Door
	health func(context.Context) error // of what this process does not hold itself

	cluster *esdbstore.Cluster // nil where the facts are in a data directory

	opened // the log last to be closed
}

// openEntrance opens the data directory, or the cluster, for writing.
func openEntrance(ctx context.Context, s settings, options ...ingest.Option) (_ *entrance, err error) {
	e := &entrance{health: func(context.Context) error { return nil }}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.Close())
		}
	}()
	open := e.openHere
	if s.Store != "" {
		open = e.openCluster
	}
	waiting, err := open(ctx, s)
	if err != nil {
		return nil, err
	}
	e.log = typed(e.store)
	if e.parked, err = parking.Open(ctx, waiting, time.Now); err != nil {
		return nil, fmt.Errorf("what is parked: %w", err)
	}
	options = append([]ingest.Option{ingest.WithVault(e.vault), ingest.WithParking(e.parked)}, options...)
	e.door = ingest.NewDoor(e.log, time.Now, options...)
	return e, nil
}

// openHere opens the data directory, the log first, because its lock is what tells one
// process from another.
func (e *entrance) openHere(_ context.Context, s settings) (waiting event.Store, err error) {
	store, err := openStore(s)
	if err != nil {
		return nil, err
	}
	e.keep(store)
	e.store = store
	early, err := sqlitestore.Open(s.parked(), time.Now)
	if err != nil {
		return nil, err
	}
	e.keep(early)
	v, err := vault.Open(s.vault(), s.keyFile())
	if err != nil {
		return nil, err
	}
	e.keep(v)
	e.vault = v
	return early, nil
}
