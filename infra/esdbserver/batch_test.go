package esdbserver_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"

	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// batchOf is an append of n events to a stream, in one message.
func batchOf(stream string, n int) *streams.BatchAppendReq {
	req := &streams.BatchAppendReq{
		CorrelationId: &shared.UUID{Value: &shared.UUID_String_{String_: uuid.NewString()}},
		IsFinal:       true,
		Options: &streams.BatchAppendReq_Options{
			StreamIdentifier:       &shared.StreamIdentifier{StreamName: []byte(stream)},
			ExpectedStreamPosition: &streams.BatchAppendReq_Options_Any{Any: &emptypb.Empty{}},
			DeadlineOption:         &streams.BatchAppendReq_Options_Deadline{Deadline: durationpb.New(time.Minute)},
		},
	}
	for range n {
		req.ProposedMessages = append(req.ProposedMessages, &streams.BatchAppendReq_ProposedMessage{
			Id:       &shared.UUID{Value: &shared.UUID_String_{String_: uuid.NewString()}},
			Metadata: map[string]string{"type": "t", "content-type": "application/octet-stream"},
			Data:     []byte("x"),
		})
	}
	return req
}

func beginBatches(t *testing.T) streams.Streams_BatchAppendClient {
	t.Helper()
	call, err := streams.NewStreamsClient(dial(t, esdbservertest.New(t, memstore.New(), esdbservertest.WithMaxAppend(1<<20)))).BatchAppend(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	return call
}

func exchange(t *testing.T, call streams.Streams_BatchAppendClient, reqs ...*streams.BatchAppendReq) *streams.BatchAppendResp {
	t.Helper()
	for _, req := range reqs {
		if err := call.Send(req); err != nil {
			t.Fatal(err)
		}
	}
	resp, err := call.Recv()
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func TestABatchIsAnsweredWithItsPlace(t *testing.T) {
	call := beginBatches(t)
	req := batchOf("s-1", 3)
	first := exchange(t, call, req)
	if first.GetSuccess().GetCurrentRevision() != 2 || first.GetSuccess().GetPosition().GetCommitPosition() == 0 ||
		string(first.GetStreamIdentifier().GetStreamName()) != "s-1" || first.GetAny() == nil {
		t.Fatalf("got %v", first)
	}
	if again := exchange(t, call, req); again.GetSuccess().GetCurrentRevision() != 2 {
		t.Errorf("told again, got %v", again)
	}
	parts := []*streams.BatchAppendReq{batchOf("s-1", 2), batchOf("", 1)}
	parts[0].IsFinal, parts[1].Options, parts[1].CorrelationId = false, nil, parts[0].CorrelationId
	if resp := exchange(t, call, parts...); resp.GetSuccess().GetCurrentRevision() != 5 {
		t.Errorf("in two parts, got %v", resp)
	}
}

func TestBatchesOfAStreamAreDoneInOrder(t *testing.T) {
	call := beginBatches(t)
	const n = 200
	sent := make(chan error, 1)
	order := map[string]int{}
	var reqs []*streams.BatchAppendReq
	for i := range n {
		req := batchOf(fmt.Sprint("s-", i%3), 1)
		order[req.CorrelationId.GetString_()] = i
		reqs = append(reqs, req)
	}
	go func() {
		for _, req := range reqs {
			if err := call.Send(req); err != nil {
				sent <- err
				return
			}
		}
		sent <- call.CloseSend()
	}()
	for range n {
		resp, err := call.Recv()
		if err != nil {
			t.Fatal(err)
		}
		id := uuid.UUID{}
		s := resp.GetCorrelationId().GetStructured()
		for i := range 8 {
			id[i], id[8+i] = byte(s.MostSignificantBits>>(56-8*i)), byte(s.LeastSignificantBits>>(56-8*i))
		}
		i := order[id.String()]
		if got := resp.GetSuccess().GetCurrentRevision(); got != uint64(i/3) {
			t.Errorf("batch %d has revision %d", i, got)
		}
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
}

func TestABatchThatIsRefusedSpoilsNoOther(t *testing.T) {
	call := beginBatches(t)
	wrong := batchOf("s-1", 1)
	wrong.Options.ExpectedStreamPosition = &streams.BatchAppendReq_Options_StreamPosition{StreamPosition: 7}
	large := batchOf("s-1", 1)
	large.ProposedMessages[0].Data = bytes.Repeat([]byte("x"), 1<<20)
	nameless := batchOf(strings.Repeat("s", 2000), 1)
	untyped := batchOf("s-1", 1)
	untyped.ProposedMessages[0].Metadata = nil
	late := batchOf("s-1", 1)
	late.Options.DeadlineOption = &streams.BatchAppendReq_Options_Deadline{Deadline: durationpb.New(-time.Second)}
	bare := batchOf("s-1", 1)
	bare.Options = nil
	for _, c := range []struct {
		req     *streams.BatchAppendReq
		details string
	}{
		{wrong, "WrongExpectedVersion"}, {large, "MaximumAppendSizeExceeded"}, {nameless, "BadRequest"},
		{untyped, "BadRequest"}, {late, "Timeout"}, {bare, "BadRequest"},
	} {
		resp := exchange(t, call, c.req)
		if e := resp.GetError(); len(e.GetDetails()) != 1 || !strings.HasSuffix(e.GetDetails()[0].GetTypeUrl(), c.details) {
			t.Errorf("got %v, want %s", resp, c.details)
		}
	}
	if resp := exchange(t, call, batchOf("s-1", 1)); resp.GetSuccess() == nil {
		t.Errorf("got %v", resp)
	}
}

// Clients show the message of one kind of details alone.
func TestABatchThatTheDoorRefusesTellsWhyInItsDetails(t *testing.T) {
	server, _ := gated(t)
	call, err := streams.NewStreamsClient(dial(t, server)).BatchAppend(metadata.AppendToOutgoingContext(deadline(t), "authorization", "Basic cGF1bDpjaGFuZ2VpdA=="))
	if err != nil {
		t.Fatal(err)
	}
	publication := func(stream, kind, data string) *streams.BatchAppendReq {
		req := batchOf(stream, 1)
		p := req.ProposedMessages[0]
		p.Metadata = map[string]string{"type": kind, "content-type": "application/json"}
		p.Data, p.CustomMetadata = []byte(data), []byte(itsTime)
		return req
	}
	if resp := exchange(t, call, publication("team-1", "soin.team.formed.v1", teamFormed)); resp.GetSuccess() == nil {
		t.Fatalf("got %v", resp)
	}
	for _, c := range []struct {
		req  *streams.BatchAppendReq
		code codes.Code
		says string
	}{
		{publication("team-1", "soin.team.formed.v1", teamFormed), codes.FailedPrecondition, "formed already"},
		{publication("team-2", "soin.team.formed.v1", `{"name":""}`), codes.InvalidArgument, "data.name"},
		{publication("model-1", "soin.model.adopted.v1", `{}`), codes.PermissionDenied, "recorded by Soin itself"},
	} {
		got := exchange(t, call, c.req).GetError()
		var details shared.BadRequest
		if len(got.GetDetails()) != 1 || got.GetDetails()[0].UnmarshalTo(&details) != nil ||
			!strings.Contains(details.Message, c.says) || got.Message != details.Message || codes.Code(got.Code) != c.code {
			t.Errorf("got %v, want %s with %q", got, c.code, c.says)
		}
	}
}

func TestBatchesThatAreNeverEndedAreBounded(t *testing.T) {
	call := beginBatches(t)
	for range 100 {
		req := batchOf("s-1", 1)
		req.IsFinal = false
		if err := call.Send(req); err != nil {
			break // the call has been refused
		}
	}
	if _, err := call.Recv(); status.Code(err) != codes.ResourceExhausted {
		t.Errorf("the call ends with %v", err)
	}
}

// patient is a writer that appends when it is told to.
type patient struct {
	esdbserver.Writer
	begun, told chan struct{}
}

func (p patient) Append(ctx context.Context, a esdbserver.Append) (esdbserver.Written, error) {
	close(p.begun)
	<-p.told
	return p.Writer.Append(ctx, a)
}

// The drain itself fails the test when the call outlasts it.
func TestABatchCallEndsAtTheStopAfterItsAnswers(t *testing.T) {
	store, books := memstore.New(), memstore.New()
	writer := patient{esdbserver.NewRaw(store, books), make(chan struct{}), make(chan struct{})}
	server := esdbservertest.New(t, store, esdbservertest.WithBooks(books), esdbservertest.WithWriter(writer))
	api := streams.NewStreamsClient(dial(t, server))
	idle, err := api.BatchAppend(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	refused := batchOf("", 1)
	refused.Options = nil
	exchange(t, idle, refused) // the server is in the call
	busy, err := api.BatchAppend(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := busy.Send(batchOf("s-1", 1)); err != nil {
		t.Fatal(err)
	}
	<-writer.begun
	drained := make(chan struct{})
	go func() { defer close(drained); server.Drain() }()
	if _, err := idle.Recv(); status.Code(err) != codes.Unavailable {
		t.Errorf("a call without appends ends with %v", err)
	}
	close(writer.told)
	if resp, err := busy.Recv(); err != nil || resp.GetSuccess() == nil {
		t.Errorf("an append under way is answered with %v, %v", resp, err)
	}
	if _, err := busy.Recv(); status.Code(err) != codes.Unavailable {
		t.Errorf("its call ends with %v", err)
	}
	<-drained
}
