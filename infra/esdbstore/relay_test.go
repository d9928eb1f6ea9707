package esdbstore_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// relay is a server that hands all calls on to another one, but for what its hooks make of
// them. It answers for tombstones itself, the way EventStoreDB does: the stream is gone,
// and its events stay in the log until it is scavenged.
type relay struct {
	streams.UnimplementedStreamsServer
	serverfeatures.UnimplementedServerFeaturesServer

	upstream *grpc.ClientConn
	address  string

	mu      sync.Mutex
	deleted map[string]bool

	before   func(ctx context.Context, method string) error // a call, which it may refuse
	send     func(n int, r *streams.ReadResp) error         // the n-th message of a reading, which it may end
	refusals atomic.Int64                                   // because another node leads
	drops    func(stream string) bool                       // whether an append is not handed on
}

// newRelay stands before the server of a connection string. Hooks are set before start.
func newRelay(t testing.TB, connection string) *relay {
	t.Helper()
	rest, _ := strings.CutPrefix(connection, "esdb://")
	target, _, _ := strings.Cut(rest, "?")
	upstream, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = upstream.Close() })
	return &relay{upstream: upstream, deleted: map[string]bool{}}
}

// start serves, and gives the connection string for clients.
func (r *relay) start(t testing.TB, config *tls.Config) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var options []grpc.ServerOption
	if config != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(config)))
	}
	s := grpc.NewServer(options...)
	streams.RegisterStreamsServer(s, r)
	serverfeatures.RegisterServerFeaturesServer(s, r)
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { s.Stop(); <-done })
	r.address = l.Addr().String()
	return "esdb://" + r.address + "?tls=false"
}

func (r *relay) may(ctx context.Context, method string) error {
	if r.before == nil {
		return nil
	}
	return r.before(ctx, method)
}

func (r *relay) GetSupportedMethods(ctx context.Context, e *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	return serverfeatures.NewServerFeaturesClient(r.upstream).GetSupportedMethods(ctx, e)
}

func (r *relay) isDeleted(stream []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.deleted[string(stream)]
}

// gone is how a call about a deleted stream is answered.
func gone(stream grpc.ServerStream, name string) error {
	pairs := metadata.Pairs("exception", "stream-deleted", "stream-name", name)
	if stream != nil {
		stream.SetTrailer(pairs)
	}
	return status.Error(codes.FailedPrecondition, "stream is deleted")
}

func (r *relay) Read(req *streams.ReadReq, to streams.Streams_ReadServer) error {
	if err := r.may(to.Context(), "Read"); err != nil {
		return trailed(to, err)
	}
	if name := req.GetOptions().GetStream().GetStreamIdentifier().GetStreamName(); r.isDeleted(name) {
		return gone(to, string(name))
	}
	from, err := streams.NewStreamsClient(r.upstream).Read(to.Context(), req)
	for n := 0; err == nil; n++ {
		var resp *streams.ReadResp
		if resp, err = from.Recv(); err != nil {
			break
		}
		if r.send != nil {
			if err := r.send(n, resp); err != nil {
				return trailed(to, err)
			}
		}
		err = to.Send(resp)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (r *relay) Append(from streams.Streams_AppendServer) error {
	if err := r.may(from.Context(), "Append"); err != nil {
		return trailed(from, err)
	}
	var requests []*streams.AppendReq
	for {
		req, err := from.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		requests = append(requests, req)
	}
	name := requests[0].GetOptions().GetStreamIdentifier().GetStreamName()
	if r.isDeleted(name) {
		return gone(from, string(name))
	}
	if r.drops != nil && r.drops(string(name)) {
		return status.Error(codes.InvalidArgument, "no")
	}
	to, err := streams.NewStreamsClient(r.upstream).Append(from.Context())
	for i := 0; err == nil && i < len(requests); i++ {
		err = to.Send(requests[i])
	}
	var resp *streams.AppendResp
	if err == nil {
		resp, err = to.CloseAndRecv()
	}
	if err != nil {
		return trailed(from, err)
	}
	return from.SendAndClose(resp)
}

func (r *relay) Tombstone(ctx context.Context, req *streams.TombstoneReq) (*streams.TombstoneResp, error) {
	if err := r.may(ctx, "Tombstone"); err != nil {
		return nil, err
	}
	name := string(req.GetOptions().GetStreamIdentifier().GetStreamName())
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.deleted[name] {
		_ = grpc.SetTrailer(ctx, metadata.Pairs("exception", "stream-deleted", "stream-name", name))
		return nil, gone(nil, name)
	}
	r.deleted[name] = true
	return &streams.TombstoneResp{PositionOption: &streams.TombstoneResp_Position_{Position: &streams.TombstoneResp_Position{}}}, nil
}

// elsewhere refuses a call because another node leads.
type elsewhere struct{ host, port string }

func (e *elsewhere) Error() string { return "not the leader" }

// errOver ends a reading in good order.
var errOver = errors.New("over")

// trailed puts into the trailer what an error says there.
func trailed(s grpc.ServerStream, err error) error {
	if errors.Is(err, errOver) {
		return nil
	}
	if e, ok := errors.AsType[*elsewhere](err); ok {
		s.SetTrailer(metadata.Pairs("exception", "not-leader", "leader-endpoint-host", e.host, "leader-endpoint-port", e.port))
		return status.Error(codes.NotFound, "not the leader")
	}
	return err
}
