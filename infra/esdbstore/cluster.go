package esdbstore

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"soin/domain/event"
)

// Cluster is one EventStoreDB or KurrentDB, of one node or of several, and the connection
// to it that all stores on it share. It is made by [Connect].
type Cluster struct {
	*supervisor
	life lifetime
	log  *Store
}

// Connect prepares a cluster from a connection string: all that the client understands in
// one that begins with esdb:// or esdb+discover://, and the same with kurrentdb. It dials
// when somebody first asks for something, and waits for a server that is not there yet as
// long as the asking context lets it. An error tells what is wrong with the string and
// holds no secret of it.
func Connect(connection string, logger *slog.Logger) (*Cluster, error) {
	config, err := parse(connection, logger)
	if err != nil {
		return nil, err
	}
	if config.DisableTLS && config.Username != "" {
		logger.Warn("the event store's user and password are not used: the connection string has tls=false")
	}
	life := newLifetime(context.Background())
	c := &Cluster{supervisor: newSupervisor(config, life.over, logger), life: life}
	c.log = c.store(names{})
	return c, nil
}

// Log is the audited log. It passes over all that is not its own: events of the server,
// of spaces, and of types that are none of the language.
func (c *Cluster) Log() *Store { return c.log }

// Space is a store apart, of this name, for what is no part of history. Its streams have
// names on the server that the log passes over. Name is a constant of the program, and has
// no colon in it.
func (c *Cluster) Space(name string) *Store { return c.store(spaceNames(name)) }

func (c *Cluster) store(n names) *Store {
	return &Store{
		supervisor: c.supervisor, life: c.life.part(), names: n,
		streams: newMemory(), deleted: newLedger(n.deletions()),
		tail: tail{awaited: map[string]*awaited{}},
	}
}

// healthy is how soon a server has to answer to be called healthy.
const healthy = time.Second

// Health is nil when the cluster answers a reading now, and tells otherwise why not.
func (c *Cluster) Health(ctx context.Context) error {
	ctx, done := c.life.within(ctx)
	defer done()
	short, cancel := context.WithTimeout(ctx, healthy)
	defer cancel()
	err := c.collectOnce(short, readAllBackwards(end, 1), func(item) bool { return false })
	switch {
	case err == nil:
		return nil
	case ended(ctx) != nil:
		return ended(ctx)
	}
	return fmt.Errorf("the event store does not answer: %w", err)
}

// Reach waits until the cluster answers a reading of everything, or ctx ends. One that
// answers, and does not let Soin do that, is an [AccessError].
func (c *Cluster) Reach(ctx context.Context) error {
	ctx, done := c.life.within(ctx)
	defer done()
	return failure(c.collect(ctx, func() opener { return readAllBackwards(end, 1) }, func(item) bool { return false }))
}

// drained is how long a closing waits for calls under way to come to their end. Only a
// client that looks for a server that swallows everything takes longer.
const drained = 2 * time.Second

// Close ends all that is under way on the cluster's stores with [event.ErrClosed]. Closing
// again does nothing.
func (c *Cluster) Close() error {
	c.close()
	c.life.end()
	empty := make(chan struct{})
	go func() {
		c.under.Wait()
		close(empty)
	}()
	select {
	case <-empty:
	case <-time.After(drained):
	}
	return nil
}

var _ event.Store = (*Store)(nil)
