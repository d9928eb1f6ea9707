package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"

	"soin/infra/esdbserver/persistent"
	"soin/infra/problem"
)

// Server answers on one address. The address is taken by [Listen], so that it is known, and
// clients may connect, before [Server.Run] begins to answer.
type Server struct {
	Config
	listener net.Listener
	grpc     *grpc.Server
	cluster  atomic.Pointer[Cluster]
	books    *books
	events   *tail // of Store
	notes    *tail // of Books
	groups   *persistent.Groups
	guesses  *guesses
	busy     busy
	stop     func() // ends what would go on for ever
	// untilStop is a context that ends with another one, or at the stop.
	untilStop func(context.Context) (context.Context, context.CancelFunc)
	close     func() error
}

// Listen takes an address, "127.0.0.1:2113" or, for a free port, "127.0.0.1:0". One that
// other machines reach is refused unless there are a certificate and users. The stores stay
// the caller's to close, after the server.
func Listen(ctx context.Context, address string, config Config) (*Server, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	local, err := config.address(ctx, address)
	if err != nil {
		return nil, err
	}
	if err := config.Users.enter(ctx, config.Books); err != nil {
		return nil, fmt.Errorf("enter the users into the books: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", local)
	if err != nil {
		return nil, problem.Problem{Code: problem.Unavailable, Detail: fmt.Sprintf("listen on %q: %v", address, err)}
	}
	return newServer(listener, config), nil
}

func newServer(listener net.Listener, config Config) *Server {
	s := &Server{
		Config: config, listener: limited(listener, maxConnections, maxConnectionsFrom), books: newBooks(config.Books),
		events: newTail(config.Store), notes: newTail(config.Books),
		guesses: newGuesses(config.Problems.Log),
	}
	if s.MaxAppend == 0 {
		s.MaxAppend = defaultMaxAppend
	}
	s.stop, s.untilStop = stopping()
	s.close = sync.OnceValue(s.shut)
	s.cluster.Store(&config.Cluster)
	s.grpc = grpc.NewServer(s.options()...)
	s.register()
	return s
}

func (s *Server) options() []grpc.ServerOption {
	options := []grpc.ServerOption{
		grpc.ChainUnaryInterceptor(s.unary),
		grpc.ChainStreamInterceptor(s.stream),
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.MaxConcurrentStreams(maxCalls),
		grpc.MaxHeaderListSize(maxHeaders),
		grpc.ConnectionTimeout(handshake),
		grpc.WriteBufferSize(writeBuffer),
		grpc.ReadBufferSize(readBuffer),
		grpc.NumStreamWorkers(workers),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: pingAfter, Timeout: pingTimeout, MaxConnectionIdle: idleAfter}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: pingsAllowed, PermitWithoutStream: true}),
	}
	if s.TLS != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(s.TLS)))
	}
	return options
}

// Address is where it answers: "127.0.0.1:2113".
func (s *Server) Address() string { return s.listener.Addr().String() }

// Run answers until ctx ends, then ends subscriptions and finishes what else was begun. The
// error says why it stopped before that, or that calls were cut off at the end of [Drain].
func (s *Server) Run(ctx context.Context) error {
	served := make(chan error, 1)
	go func() { served <- s.grpc.Serve(s.listener) }()
	select {
	case err := <-served:
		if err == nil || errors.Is(err, grpc.ErrServerStopped) {
			return nil
		}
		return fmt.Errorf("serve %s: %w", s.Address(), err)
	case <-ctx.Done():
		return s.drain(context.WithoutCancel(ctx))
	}
}

func (s *Server) drain(ctx context.Context) error {
	s.Problems.Log.InfoContext(ctx, "the EventStoreDB server stops: calls under way are answered", "within", Drain)
	ctx, cancel := context.WithTimeout(ctx, Drain)
	defer cancel()
	s.stop()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		s.grpc.GracefulStop()
	}()
	select {
	case <-drained:
		return s.Close()
	case <-s.busy.rested(drained):
		return s.Close()
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("calls were cut off %s after the stop", Drain), s.Close())
	}
}

// Close stops at once: calls under way lose their connections. It may be called before,
// during or after [Server.Run].
func (s *Server) Close() error { return s.close() }

func (s *Server) shut() error {
	s.stop()
	s.grpc.Stop()
	s.events.close()
	s.notes.close()
	s.closePersistent()
	s.guesses.close()
	if err := s.listener.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// stopping is a stop that ends contexts made before and after it.
func stopping() (stop func(), untilStop func(context.Context) (context.Context, context.CancelFunc)) {
	stopped, stop := context.WithCancel(context.Background())
	return stop, func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancelCause(ctx)
		off := context.AfterFunc(stopped, func() { cancel(errStopping) })
		return ctx, func() { off(); cancel(nil) }
	}
}
