package esdbserver

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
)

// BatchAppend takes any number of appends, each under an id of its own, and answers each when
// it is durable. Appends to one stream are done in the order in which they ended; those to
// different streams side by side. Clients keep the call open while they have nothing to
// append: at the stop it ends, after the answers to what is under way.
func (s *streamsService) BatchAppend(call streams.Streams_BatchAppendServer) error {
	user, err := s.allow(call.Context(), toPublish)
	if err != nil {
		return err
	}
	if err := s.leads(); err != nil {
		return err
	}
	b := &batches{
		streamsService: s, call: call, user: user.Name,
		open: map[uuid.UUID]*batch{}, last: map[string]chan struct{}{}, free: make(chan struct{}, maxWorking),
	}
	defer b.working.Wait()
	ctx, cancel := s.untilStop(call.Context())
	defer cancel()
	return b.run(ctx, b.receive(ctx))
}

// batches is one batch call.
type batches struct {
	*streamsService
	call    streams.Streams_BatchAppendServer
	user    string
	open    map[uuid.UUID]*batch     // begun, and not ended by their client
	last    map[string]chan struct{} // by stream: closed when the last append to it is done
	free    chan struct{}            // bounds what works
	working sync.WaitGroup
	sending sync.Mutex
}

// received is a message, or why there is none.
type received struct {
	req *streams.BatchAppendReq
	err error
}

// receive listens to the client until ctx ends, because nothing else ends the wait for a
// message while the call lasts.
func (b *batches) receive(ctx context.Context) <-chan received {
	all := make(chan received)
	go func() { // it ends with the call, at the latest
		for {
			req, err := b.call.Recv()
			select {
			case all <- received{req, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return all
}

// run takes messages until the client has no more, or ctx ends.
func (b *batches) run(ctx context.Context, all <-chan received) error {
	for {
		select {
		case m := <-all:
			if errors.Is(m.err, io.EOF) {
				return nil
			}
			if m.err != nil {
				return m.err
			}
			if err := b.take(m.req); err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// batch is one append of a batch call.
type batch struct {
	Append
	parcel
	correlation uuid.UUID
	options     *streams.BatchAppendReq_Options
	deadline    time.Time
	refused     error // why it is not done, whatever follows
}

// take adds a message to its append, and sets about it when that was the last one.
func (b *batches) take(req *streams.BatchAppendReq) error {
	id, err := idOf(req.GetCorrelationId())
	if err != nil {
		return err
	}
	open, begun := b.open[id]
	if !begun {
		if len(b.open) == maxOpen {
			return &fault{code: codes.ResourceExhausted, message: "the call has begun too many appends without ending them"}
		}
		open = &batch{correlation: id, parcel: parcel{most: b.MaxAppend}}
		b.open[id] = open
	}
	if o := req.GetOptions(); o != nil && open.options == nil {
		open.begin(o)
	}
	for _, m := range req.GetProposedMessages() {
		open.propose(m)
	}
	if req.GetIsFinal() {
		delete(b.open, id)
		b.work(open)
	}
	return nil
}

func (open *batch) begin(o *streams.BatchAppendReq_Options) {
	open.options = o
	open.Stream, open.refused = named(o.GetStreamIdentifier())
	if open.refused == nil {
		open.Expected, open.refused = expectedOf(o)
	}
	switch d := o.GetDeadlineOption().(type) {
	case *streams.BatchAppendReq_Options_Deadline:
		open.deadline = time.Now().Add(d.Deadline.AsDuration())
	case *streams.BatchAppendReq_Options_Deadline_21_10_0:
		open.deadline = d.Deadline_21_10_0.AsTime()
	}
}

func (open *batch) propose(m *streams.BatchAppendReq_ProposedMessage) {
	if open.options == nil {
		open.refused = invalid("an append must begin with its options")
	}
	if open.refused == nil {
		open.refused = open.add(m)
	}
	if open.refused != nil {
		open.events = nil
	}
}

// work does an append after the one before it on the same stream, and answers.
func (b *batches) work(done *batch) {
	done.User, done.Events = b.user, done.events
	before, after := b.last[done.Stream], make(chan struct{})
	b.last[done.Stream] = after
	b.free <- struct{}{}
	b.forget()
	b.working.Go(func() {
		defer func() { <-b.free }()
		defer close(after)
		if before != nil {
			<-before
		}
		written, err := b.append(done)
		b.sending.Lock()
		defer b.sending.Unlock()
		// It fails only when the call has ended, and then nobody waits for the answer.
		_ = b.call.Send(b.answer(done, written, err))
	})
}

// forget drops the streams whose appends are done, when there are many.
func (b *batches) forget() {
	if len(b.last) <= 2*maxWorking {
		return
	}
	for stream, done := range b.last {
		select {
		case <-done:
			delete(b.last, stream)
		default:
		}
	}
}

func (b *batches) append(done *batch) (Written, error) {
	if done.options == nil && done.refused == nil {
		done.refused = invalid("an append must begin with its options")
	}
	if done.refused != nil {
		return Written{}, done.refused
	}
	ctx := b.call.Context()
	if !done.deadline.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, done.deadline)
		defer cancel()
	}
	var written Written
	err := guarded(func() (err error) {
		written, err = b.Writer.Append(ctx, done.Append)
		return err
	})
	return written, of(done.Stream, err)
}
