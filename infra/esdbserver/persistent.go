package esdbserver

import (
	"context"
	"errors"

	wire "github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"google.golang.org/grpc/codes"

	"soin/domain/event"
	"soin/infra/esdbserver/persistent"
)

// persistentService is the service of persistent subscriptions. Auditors consume them and look
// at them; administrators make, change, replay and end them.
type persistentService struct {
	wire.UnimplementedPersistentSubscriptionsServer
	*Server
}

func (s *Server) registerPersistent() {
	s.groups = persistent.New(s.Books, &groupSource{s}, linkForm(), s.Problems.Log)
	wire.RegisterPersistentSubscriptionsServer(s.grpc, &persistentService{Server: s})
}

func (s *Server) closePersistent() { s.groups.Close() }

// parked is what of a stream of parked events is still parked. One that does not lead reads
// that anew each time, because another one keeps the books.
func (s *Server) parked(ctx context.Context, stream string) (first event.Revision, holds func(event.Revision) bool, err error) {
	if s.leads() != nil {
		s.groups.Release()
	}
	return s.groups.Parked(ctx, stream)
}

// begin refuses callers who may not do what they ask for, and what only a leader does: one
// server keeps the books of persistent subscriptions.
func (p *persistentService) begin(ctx context.Context, need permission) (User, error) {
	user, err := p.allow(ctx, need)
	if err != nil {
		return user, err
	}
	return user, p.leads()
}

// Create makes a group.
func (p *persistentService) Create(ctx context.Context, req *wire.CreateReq) (*wire.CreateResp, error) {
	if _, err := p.begin(ctx, toAdminister); err != nil {
		return nil, err
	}
	name, config, err := createOf(req.GetOptions())
	if err != nil {
		return nil, err
	}
	return &wire.CreateResp{}, groupFault(name, p.groups.Create(ctx, name, config))
}

// Update changes a group's settings.
func (p *persistentService) Update(ctx context.Context, req *wire.UpdateReq) (*wire.UpdateResp, error) {
	if _, err := p.begin(ctx, toAdminister); err != nil {
		return nil, err
	}
	name, config, err := updateOf(req.GetOptions())
	if err != nil {
		return nil, err
	}
	return &wire.UpdateResp{}, groupFault(name, p.groups.Update(ctx, name, config.Settings, config.Start))
}

// Delete ends a group.
func (p *persistentService) Delete(ctx context.Context, req *wire.DeleteReq) (*wire.DeleteResp, error) {
	if _, err := p.begin(ctx, toAdminister); err != nil {
		return nil, err
	}
	name, err := groupOf(req.GetOptions())
	if err != nil {
		return nil, err
	}
	return &wire.DeleteResp{}, groupFault(name, p.groups.Delete(ctx, name))
}

// ReplayParked has parked events sent again.
func (p *persistentService) ReplayParked(ctx context.Context, req *wire.ReplayParkedReq) (*wire.ReplayParkedResp, error) {
	if _, err := p.begin(ctx, toAdminister); err != nil {
		return nil, err
	}
	o := req.GetOptions()
	name, err := groupOf(o)
	if err != nil {
		return nil, err
	}
	stop := event.Revision(-1)
	if at, ok := o.GetStopAtOption().(*wire.ReplayParkedReq_Options_StopAt); ok {
		if stop = event.Revision(at.StopAt); stop < 0 {
			return nil, invalid("the parked events must be replayed up to 0 or more, and not to %d", stop)
		}
	}
	return &wire.ReplayParkedResp{}, groupFault(name, p.groups.Replay(ctx, name, stop))
}

// RestartSubsystem ends all consumers and reads the books again.
func (p *persistentService) RestartSubsystem(ctx context.Context, _ *shared.Empty) (*shared.Empty, error) {
	if _, err := p.begin(ctx, toAdminister); err != nil {
		return nil, err
	}
	return &shared.Empty{}, groupFault(persistent.Name{}, p.groups.Restart(ctx))
}

// groupKey is the trailer that names a group; the one of its stream is streamKey.
const groupKey = "group-name"

// groupFault says an error of package persistent in the protocol's terms.
func groupFault(name persistent.Name, err error) error {
	say := func(code codes.Code, exceptionName string) error {
		return exception(code, exceptionName, err.Error()+": "+name.String(), streamKey, ascii(name.Stream), groupKey, ascii(name.Group))
	}
	switch {
	case errors.Is(err, persistent.ErrExists):
		return say(codes.AlreadyExists, "persistent-subscription-exists")
	case errors.Is(err, persistent.ErrMissing):
		return say(codes.NotFound, "persistent-subscription-does-not-exist")
	case errors.Is(err, persistent.ErrFull):
		return say(codes.FailedPrecondition, "maximum-subscribers-reached")
	case errors.Is(err, persistent.ErrDropped):
		return say(codes.Canceled, "persistent-subscription-dropped")
	case errors.Is(err, persistent.ErrTooMany):
		return &fault{code: codes.ResourceExhausted, message: err.Error()}
	case errors.Is(err, persistent.ErrClosed):
		return errStopping
	}
	return err
}
