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

// Server answers on one address of this machine. From [Listen] on, it says that it is
// alive and starts; from [Server.Open] on, what it serves.
type Server struct {
	listener net.Listener
	http     *http.Server
	log      *slog.Logger
	current  *replaceable
	served   chan error // why it answers no more
}

// Listen takes an address, "127.0.0.1:8080" or, for a free port, "127.0.0.1:0". An
// address that other machines reach is refused. The caller closes it.
func Listen(ctx context.Context, address, version string, problems problem.Reporter) (*Server, error) {
	local, err := loopback(ctx, address)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", local)
	if err != nil {
		return nil, problem.Problem{Code: problem.Unavailable, Detail: fmt.Sprintf("listen on %q: %v", address, err)}
	}
	current := new(replaceable)
	current.replace(starting(version))
	s := newServer(listener, guarded(current, problems), problems.Log)
	s.current = current
	problems.Log.InfoContext(ctx, "alive, and starting", "url", s.URL())
	return s, nil
}

func newServer(listener net.Listener, handler http.Handler, log *slog.Logger) *Server {
	s := &Server{
		listener: listener,
		log:      log,
		served:   make(chan error, 1),
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
	go func() { s.served <- s.http.Serve(listener) }()
	return s
}

// URL is where it answers: "http://127.0.0.1:8080".
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Open lets the routes answer.
func (s *Server) Open(routes Routes) { s.current.replace(routes.mux()) }

// Run waits until ctx ends, then finishes what was begun. The error says why it stopped
// before that, or that requests were cut off at the end of [Drain]. It is called once.
func (s *Server) Run(ctx context.Context) error {
	select {
	case err := <-s.served:
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
	// Once http has the listener, it closed it just now.
	if late := s.listener.Close(); !errors.Is(late, net.ErrClosed) {
		err = errors.Join(err, late)
	}
	return err
}
