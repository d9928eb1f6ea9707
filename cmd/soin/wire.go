package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/dig"
	"go.uber.org/fx"
	"go.uber.org/fx/fxevent"

	"soin/domain/event"
	"soin/graph"
	"soin/infra/bus/broker"
	"soin/infra/esdbserver"
	"soin/infra/follow"
	"soin/infra/ingest"
	"soin/infra/problem"
	"soin/infra/web"
	"soin/projections/maturity"
)

// server is a running Soin. Parts are made by their packages' own constructors and work
// without fx, which only this file knows.
type server struct {
	app *fx.App

	log    *event.Log
	door   *ingest.Door
	runner *follow.Runner
	board  *maturity.Board
	web    *web.Server
	esdb   *entranceForESDB // nil when none is wanted
	opened opened
}

// start assembles a server and begins to answer. What the settings name is read before
// anything else, because what is wrong there stays wrong. Whatever was opened before
// something failed is closed again. Alive ends with ctx, or with the error of a part that
// failed: half a server would answer wrongly.
func start(ctx context.Context, s settings) (srv *server, alive context.Context, err error) {
	alive, fail := context.WithCancelCause(ctx)
	srv = &server{}
	srv.app = fx.New(
		fx.WithLogger(func() fxevent.Logger { return fxevent.NopLogger }),
		fx.StartTimeout(time.Minute), fx.StopTimeout(time.Minute),
		fx.Supply(s, s.log, fail, &srv.opened),
		fx.Provide(
			s.board, s.brokers, s.esdb,
			func() problem.Reporter { return problem.Reporter{Log: s.log, NewID: rand.Text} },
			func(e *entrance) (*event.Log, *ingest.Door) { return e.log, e.door },
			func(log *event.Log) (*follow.Snapshots, error) { return follow.NewSnapshots(s.snapshots(), log) },
			newRegistry,
			func(o *opened, e *entrance, config broker.Config, registry *prometheus.Registry) (*reactions, error) {
				return keepReactions(ctx, o, s, e, config, registry)
			},
			follow.New,
			routes,
			keepESDB,
		),
		entrances(ctx, s),
		fx.Invoke(func(*maturity.Board, broker.Config, *esdbserver.Config) {}, keepRunning, (*web.Server).Open),
		fx.Populate(&srv.log, &srv.door, &srv.runner, &srv.board, &srv.web, &srv.esdb),
	)
	if err := srv.app.Start(context.WithoutCancel(ctx)); err != nil {
		fail(err)
		_ = srv.stop(ctx)
		return nil, alive, dig.RootCause(err)
	}
	return srv, alive, nil
}

// entrances are the entrance and the address, in the order in which they are taken. Of two
// servers on a data directory the second is told who has it; one that waits for its cluster
// answers meanwhile that it is alive.
func entrances(ctx context.Context, s settings) fx.Option {
	if s.Store == "" {
		return fx.Provide(
			func(o *opened) (*entrance, error) { return keepEntrance(ctx, o, s) },
			func(o *opened, problems problem.Reporter, _ *entrance) (*web.Server, error) {
				return keepWeb(o, s, problems)
			},
		)
	}
	return fx.Provide(
		keepWeb,
		func(o *opened, _ *web.Server) (*entrance, error) { return keepEntrance(ctx, o, s) },
	)
}

// stop ends the parts in the reverse order of their start, then closes what was opened.
func (srv *server) stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), srv.app.StopTimeout())
	defer cancel()
	return errors.Join(srv.app.Stop(ctx), srv.opened.Close())
}

// keepEntrance waits for a cluster that is not there yet, until ctx ends.
func keepEntrance(ctx context.Context, o *opened, s settings) (*entrance, error) {
	e, err := openEntrance(ctx, s)
	if err == nil {
		o.keep(e)
	}
	return e, err
}

func routes(
	s settings, runner *follow.Runner, board *maturity.Board, e *entrance, r *reactions,
	registry *prometheus.Registry, problems problem.Reporter,
) web.Routes {
	return web.Routes{
		GraphQL: web.GraphQL(graph.NewSchema(runner, board, s.day), problems),
		Events:  ingest.NewHTTP(e.door, problems),
		Schemas: web.Schemas(e.log.Catalog(), problems),
		Metrics: promhttp.HandlerFor(registry, promhttp.HandlerOpts{}),
		Ready:   func() error { return ready(runner, e) },
		Waiting: func() string { return parkedNow(e.parked) + "\n" + poisonedNow(r.box) },
		Version: fullVersion(),
	}
}

// newRegistry counts for this process and what is registered with it.
func newRegistry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// patience is how long a look at the cluster's health may take.
const patience = 2 * time.Second

// ready is nil while answers are complete and facts can be recorded.
func ready(runner *follow.Runner, e *entrance) error {
	if err := runner.Ready(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return e.health(ctx)
}

func keepWeb(o *opened, s settings, problems problem.Reporter) (*web.Server, error) {
	w, err := web.Listen(context.Background(), s.Listen, fullVersion(), problems)
	if err == nil {
		o.keep(w)
	}
	return w, err
}

func keepReactions(
	ctx context.Context, o *opened, s settings, e *entrance, config broker.Config, registry *prometheus.Registry,
) (*reactions, error) {
	r, err := openReactions(ctx, s, e, config, registry)
	if err == nil {
		o.keep(r)
	}
	return r, err
}

func keepESDB(
	o *opened, s settings, config *esdbserver.Config, e *entrance, registry *prometheus.Registry, problems problem.Reporter,
) (*entranceForESDB, error) {
	server, err := listenESDB(context.Background(), s, config, e, problems)
	if server != nil {
		o.keep(server)
		err = errors.Join(err, registry.Register(server.Metrics()))
	}
	return server, err
}

// keepRunning runs the parts that work in the background between start and stop.
func keepRunning(
	lc fx.Lifecycle, fail context.CancelCauseFunc, runner *follow.Runner, r *reactions, w *web.Server, esdb *entranceForESDB,
) {
	keep := func(name string, run func(context.Context) error) {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		work := func() {
			defer close(ended)
			if err := run(ctx); err != nil {
				fail(fmt.Errorf("%s: %w", name, err))
			}
		}
		lc.Append(fx.StartStopHook(func() { go work() }, func() { cancel(); <-ended }))
	}
	keep("read models", runner.Run)
	keep("bus", r.router.Run)
	keep("web", w.Run)
	if esdb != nil {
		keep("EventStoreDB", esdb.Run)
	}
}
