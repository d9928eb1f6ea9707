package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"soin/infra/problem"
)

// Server answers on one address of this machine. The address is taken by [Listen], so
// that it is known, and clients may connect, before [Server.Run] begins to answer.
type Server struct {
	listener net.Listener
	http     *http.Server
	log      *slog.Logger
}

// Listen takes an address, "127.0.0.1:8080" or, for a free port, "127.0.0.1:0". An
// address that other machines reach is refused.
func Listen(ctx context.Context, address string, routes Routes, problems problem.Reporter) (*Server, error) {
	local, err := loopback(ctx, address)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", local)
	if err != nil {
		return nil, problem.Problem{Code: problem.Unavailable, Detail: fmt.Sprintf("listen on %q: %v", address, err)}
	}
	return newServer(listener, guarded(routes.mux(), problems), problems.Log), nil
}

func newServer(listener net.Listener, handler http.Handler, log *slog.Logger) *Server {
	return &Server{
		listener: listener,
		log:      log,
		http: &http.Server{
			Handler:           handler,
			ReadHeaderTimeout: readHeaders,
			ReadTimeout:       readRequest,
			WriteTimeout:      writeAnswer,
			IdleTimeout:       idle,
			MaxHeaderBytes:    headersBytes,
			ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		},
	}
}

// URL is where it answers: "http://127.0.0.1:8080".
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Run answers until ctx ends, then finishes what was begun. The error says why it
// stopped before that, or that requests were cut off at the end of [Drain].
func (s *Server) Run(ctx context.Context) error {
	served := make(chan error, 1)
	go func() { served <- s.http.Serve(s.listener) }()
	select {
	case err := <-served:
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return fmt.Errorf("serve %s: %w", s.URL(), err)
	case <-ctx.Done():
		return s.drain(context.WithoutCancel(ctx))
	}
}

func (s *Server) drain(ctx context.Context) error {
	s.log.InfoContext(ctx, "stopping: requests under way are answered", "within", Drain)
	ctx, cancel := context.WithTimeout(ctx, Drain)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests were cut off %s after the stop: %w", Drain, err), s.Close())
	}
	return nil
}

// Close stops at once: requests under way lose their connections. It may be called
// before, during or after [Server.Run].
func (s *Server) Close() error {
	err := s.http.Close()
	// Run, once it began, has handed the listener to http, which closed it just now.
	if late := s.listener.Close(); !errors.Is(late, net.ErrClosed) {
		err = errors.Join(err, late)
	}
	return err
}
