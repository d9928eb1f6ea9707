package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"

	"soin/domain/event"
	"soin/infra/esdbstore"
	"soin/infra/parking"
	"soin/infra/vault"
)

// Spaces of a cluster, beside its log.
const (
	vaultSpace   = "vault"
	parkingSpace = "parking." // and the instance
)

// reachable is how long a command waits for a cluster that does not answer. It is longer
// than an election takes.
const reachable = 30 * time.Second

// connect connects to the cluster that the settings name, and finds out whether it answers.
func connect(ctx context.Context, s settings) (*esdbstore.Cluster, error) {
	cluster, err := esdbstore.Connect(s.Store, s.log)
	if err != nil {
		return nil, &usageError{fmt.Errorf("--store: %w", err)}
	}
	if s.patience > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.patience)
		defer cancel()
	}
	if err := cluster.Reach(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", s.where(), err), cluster.Close())
	}
	return cluster, nil
}

// openCluster opens what is shared with every other Soin of the cluster, and what belongs to
// this instance alone: the facts it has parked.
func (e *entrance) openCluster(ctx context.Context, s settings) (waiting event.Store, err error) {
	instance, err := s.instance()
	if err != nil {
		return nil, err
	}
	key, err := clusterKey(s)
	if err != nil {
		return nil, err
	}
	cluster, err := connect(ctx, s)
	if err != nil {
		return nil, err
	}
	e.keep(cluster)
	e.store, e.cluster = cluster.Log(), cluster
	v, err := vault.OpenShared(ctx, cluster.Space(vaultSpace), key, time.Now)
	if err != nil {
		return nil, err
	}
	e.keep(v)
	e.vault = v
	e.health = func(ctx context.Context) error { return errors.Join(cluster.Health(ctx), v.Health()) }
	return cluster.Space(parkingSpace + instance), nil
}

// clusterKey reads the key of the shared vault. It is never made up: another instance may
// hold it already.
func clusterKey(s settings) (vault.Key, error) {
	key, err := vault.ReadKey(s.keyFile())
	if errors.Is(err, fs.ErrNotExist) {
		return key, fmt.Errorf("the vault of a cluster needs the key file that all its instances share: "+
			"copy it from another instance, or make the first one with 64 hexadecimal digits (openssl rand -hex 32): %w", err)
	}
	return key, err
}

// instance is this Soin's name among those of its cluster.
func (s settings) instance() (string, error) {
	name := s.Instance
	if name == "" {
		host, err := os.Hostname()
		if err != nil {
			return "", fmt.Errorf("--instance is not given, and this machine has no name: %w", err)
		}
		name = host
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_.-]{1,63}$`).MatchString(name) {
		return "", &usageError{fmt.Errorf("--instance %q must be 1 to 63 letters, digits, dots, - or _, and no other instance's", name)}
	}
	return name, nil
}

// where says where the facts are, without a password.
func (s settings) where() string {
	if s.Store == "" {
		return s.file()
	}
	_, hosts, _ := strings.Cut(s.Store, "://")
	hosts, _, _ = strings.Cut(hosts, "?")
	return hosts[strings.LastIndexByte(hosts, '@')+1:]
}

// clusterLog is the log of a cluster that nothing else is wanted of.
type clusterLog struct {
	event.Store
	cluster *esdbstore.Cluster
}

func (l clusterLog) Close() error { return errors.Join(l.Store.Close(), l.cluster.Close()) }

// onlyHere refuses a command that works on files.
func onlyHere(s settings, what string) error {
	if s.Store == "" {
		return nil
	}
	return &usageError{fmt.Errorf("%s works on the files of a data directory; --store names a cluster, which has its own tools", what)}
}

// withParkedInCluster opens what an instance has parked, for reading.
func withParkedInCluster(ctx context.Context, s settings, read func(*parking.Parking) error) error {
	instance, err := s.instance()
	if err != nil {
		return err
	}
	cluster, err := connect(ctx, s)
	if err != nil {
		return err
	}
	defer cluster.Close()
	p, err := parking.Open(ctx, cluster.Space(parkingSpace+instance), time.Now)
	if err != nil {
		return err
	}
	return read(p)
}
