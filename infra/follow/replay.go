package follow

import (
	"context"
	"time"

	"soin/domain/event"
	"soin/projections"
)

// Until ends a replay. The zero value replays everything.
type Until struct {
	Position   event.Position // last one to use
	RecordedAt time.Time      // latest moment of recording to use
}

func (u Until) passed(r event.Recorded) bool {
	return u.Position > 0 && r.Position > u.Position ||
		!u.RecordedAt.IsZero() && r.RecordedAt.After(u.RecordedAt)
}

// Replay folds the history again from its first event, without any snapshot, and
// reports each event it folded. It is what an auditor does.
func Replay(
	ctx context.Context, log *event.Log, until Until, folded func(event.Recorded),
) (*projections.Views, error) {
	views := projections.NewViews()
	for recorded, err := range log.All(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if until.passed(recorded) {
			break
		}
		views.Fold(recorded)
		folded(recorded)
	}
	return views, nil
}
