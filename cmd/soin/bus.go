package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/bus/broker"
	"soin/infra/bus/brokers"
	"soin/infra/bus/cursor"
	"soin/infra/bus/cursor/cursorfile"
	"soin/infra/bus/cursor/cursorstream"
	"soin/infra/bus/poison"
	"soin/infra/sqlitestore"
	"soin/infra/vault"
)

// Spaces of a cluster that the bus uses, beside those of the entrance.
const (
	cursorSpace = "cursors"
	poisonSpace = "poisoned." // and the instance
)

// reactions is what reacts to recorded facts, and to what brokers bring.
type reactions struct {
	box    *poison.Box
	router *bus.Router

	opened // to be closed once the router has ended
}

// openReactions opens what reacts to the facts of an entrance. Nothing is connected before
// the router runs.
func openReactions(
	ctx context.Context, s settings, e *entrance, config broker.Config, registry prometheus.Registerer,
) (_ *reactions, err error) {
	r := &reactions{}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	table, poisoned, err := r.openStores(s, e)
	if err != nil {
		return nil, err
	}
	cursors := cursor.New(table, cursor.Options{Log: s.log})
	sealer, err := s.sealer()
	if err != nil {
		return nil, err
	}
	if r.box, err = poison.Open(ctx, poisoned, sealer, time.Now); err != nil {
		return nil, err
	}
	if err := errors.Join(registry.Register(bus.CursorMetrics(cursors)), registry.Register(r.box.Metrics())); err != nil {
		return nil, err
	}
	if r.router, err = bus.NewRouter(bus.RouterOptions{Log: s.log, Registry: registry, Poison: r.box}); err != nil {
		return nil, err
	}
	parked, err := bus.RetryParked(e.store, e.door, s.log)
	if err != nil {
		return nil, err
	}
	connected, err := broker.New(config, broker.Parts{
		Technologies: brokers.Technologies(), Log: e.store, Cursors: cursors, Door: e.door, Logger: s.log,
	})
	if err != nil {
		return nil, err
	}
	r.keep(connected)
	return r, r.router.Add(append(connected.Handlers, parked)...)
}

// brokers are what the settings connect to; none without a file.
func (s settings) brokers() (broker.Config, error) {
	if s.Brokers == "" {
		return broker.Config{}, nil
	}
	config, err := broker.ReadFile(s.Brokers)
	if err != nil {
		return config, &usageError{err}
	}
	return config, nil
}

// openStores opens where cursors and poisoned messages are kept.
func (r *reactions) openStores(s settings, e *entrance) (cursor.Table, event.Store, error) {
	if e.cluster != nil {
		instance, err := s.instance()
		if err != nil {
			return nil, nil, err
		}
		return cursorstream.New(e.cluster.Space(cursorSpace), time.Now), e.cluster.Space(poisonSpace + instance), nil
	}
	file, err := cursorfile.Open(filepath.Join(s.Data, cursorfile.FileName))
	if err != nil {
		return nil, nil, err
	}
	r.keep(file)
	store, err := sqlitestore.Open(s.poisoned(), time.Now)
	if err != nil {
		return nil, nil, err
	}
	r.keep(store)
	return file, store, nil
}

// sealer seals what is poisoned, by the key of the vault, which the entrance has made where
// there was none.
func (s settings) sealer() (*vault.Sealer, error) {
	key, err := vault.ReadKey(s.keyFile())
	if err != nil {
		return nil, err
	}
	return key.Sealer("poisoned messages")
}

// poisoned is where messages are kept that could not be handled.
func (s settings) poisoned() string { return filepath.Join(s.Data, "poisoned.db") }
