// Package esdbservertest runs a raw EventStoreDB server on this machine for tests: real
// connections, real messages, over any store.
package esdbservertest

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"soin/domain/event"
	"soin/infra/esdbserver"
	"soin/infra/memstore"
	"soin/infra/problem"
)

// Start serves a store to anybody, in plaintext, at a free port of this machine, until the
// test ends. It returns the connection string for clients.
func Start(t testing.TB, store event.Store) (connectionString string) {
	t.Helper()
	return New(t, store).ConnectionString()
}

// Server is a server under test. It is stopped when the test ends, and its store stays open.
type Server struct {
	t       testing.TB
	config  esdbserver.Config
	address string
	caFile  string   // of its certificate, when it has one
	users   []string // lines of a users file
	login   string   // user:password@
	server  *esdbserver.Server
	drain   context.CancelFunc
	done    chan error
}

// Option changes what is served, to whom, and where.
type Option func(*Server)

// At takes an address instead of a free port: "127.0.0.1:2113".
func At(address string) Option { return func(s *Server) { s.address = address } }

// WithBooks keeps the server's own notes in a store that outlives it.
func WithBooks(books event.Store) Option { return func(s *Server) { s.config.Books = books } }

// WithWriter takes appends in another way than raw.
func WithWriter(w esdbserver.Writer) Option { return func(s *Server) { s.config.Writer = w } }

// WithLog tells the operator's part to a log of the test's own.
func WithLog(log *slog.Logger) Option { return func(s *Server) { s.config.Problems.Log = log } }

// WithMaxAppend takes appends of so many bytes. Without it, they are as many as our guide to
// clusters tells operators to set.
func WithMaxAppend(bytes int) Option { return func(s *Server) { s.config.MaxAppend = bytes } }

// WithCluster tells clients of other nodes, too.
func WithCluster(c esdbserver.Cluster) Option { return func(s *Server) { s.config.Cluster = c } }

// WithUser lets only those in whom it names. The first one is who the connection string says.
// Their passwords are hashed as cheaply as can be.
func WithUser(name string, role esdbserver.Role, password string) Option {
	return func(s *Server) {
		s.t.Helper()
		hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
		if err != nil {
			s.t.Fatal(err)
		}
		if s.login == "" {
			s.login = name + ":" + password + "@"
		}
		s.users = append(s.users, fmt.Sprintf("%s:%s:%s", name, role, hash))
	}
}

// WithTLS serves over TLS, with a certificate for localhost made for this test alone.
func WithTLS() Option {
	return func(s *Server) {
		certificate, caFile := certificate(s.t)
		s.config.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
		s.caFile = caFile
	}
}

// New starts a server.
func New(t testing.TB, store event.Store, options ...Option) *Server {
	t.Helper()
	var occurrences atomic.Int64
	s := &Server{t: t, address: "127.0.0.1:0", config: esdbserver.Config{
		Store:     store,
		Books:     memstore.New(),
		MaxAppend: 8 << 20,
		Problems: problem.Reporter{
			Log:   slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
			NewID: func() string { return fmt.Sprintf("occurrence-%d", occurrences.Add(1)) },
		},
	}}
	for _, option := range options {
		option(s)
	}
	if s.users != nil {
		users, err := esdbserver.ParseUsers(strings.NewReader(strings.Join(s.users, "\n")))
		if err != nil {
			t.Fatal(err)
		}
		s.config.Users = users
	}
	if s.config.Writer == nil {
		s.config.Writer = esdbserver.NewRaw(store, s.config.Books)
	}
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

// Start starts the server again, at the same address, after [Server.Stop].
func (s *Server) Start() {
	s.t.Helper()
	server, err := esdbserver.Listen(context.Background(), s.address, s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	s.server, s.address = server, server.Address()
	running, drain := context.WithCancel(context.Background())
	s.drain, s.done = drain, make(chan error, 1)
	go func() { s.done <- server.Run(running) }()
}

// Stop cuts every connection and gives up the port. Stopping again does nothing.
func (s *Server) Stop() {
	if s.server == nil {
		return
	}
	if err := s.server.Close(); err != nil {
		s.t.Errorf("close the server: %v", err)
	}
	s.Drain()
}

// Drain stops in good order: what was begun is answered, and subscriptions are told.
func (s *Server) Drain() {
	if s.server == nil {
		return
	}
	s.drain()
	if err := <-s.done; err != nil {
		s.t.Errorf("run the server: %v", err)
	}
	s.server = nil
}

// Server is the server that runs now, nil while it is stopped.
func (s *Server) Server() *esdbserver.Server { return s.server }

// Address is where it answers, also while it is stopped.
func (s *Server) Address() string { return s.address }

// ConnectionString is what clients are given. Over TLS they check the certificate.
func (s *Server) ConnectionString() string {
	if s.caFile == "" {
		return "esdb://" + s.login + s.address + "?tls=false"
	}
	return "esdb://" + s.login + s.address + "?tls=true&tlsCAFile=" + s.caFile
}

// CAFile holds the certificate that signs the server's, in PEM. It is empty without TLS.
func (s *Server) CAFile() string { return s.caFile }
