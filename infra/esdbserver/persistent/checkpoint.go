package persistent

import "time"

// checkpoint is the place that was last written down, and what has become known since.
type checkpoint struct {
	mark Mark
	at   time.Time
	done int // events
}

// state is what is to be written down now.
func (d *dispatcher) state() State { return State{Mark: d.mark(), Parked: d.ledger.Parked} }

// news reports whether that differs from what was.
func (d *dispatcher) news() bool { return d.mark() != d.checkpoint.mark || d.ledger.changed }

// due reports whether a checkpoint is to be written, and if not, when that will be so by time
// alone: zero for never.
func (d *dispatcher) due(now time.Time) (bool, time.Time) {
	c := d.checkpoint
	switch {
	case !d.news():
		return false, time.Time{}
	case c.done >= d.MaxCheckpoint:
		return true, time.Time{}
	case c.done < d.MinCheckpoint:
		return false, time.Time{}
	}
	at := c.at.Add(d.CheckpointAfter)
	return !now.Before(at), at
}

// writing begins a write: what becomes known from now on counts towards the next one.
func (d *dispatcher) writing(now time.Time) (State, int) {
	done := d.checkpoint.done
	d.checkpoint.done, d.checkpoint.at, d.ledger.changed = 0, now, false
	return d.state(), done
}

// written ends it. What could not be written is still news.
func (d *dispatcher) written(st State, done int, err error) {
	if err != nil {
		d.checkpoint.done += done
		d.ledger.changed = true
		return
	}
	d.checkpoint.mark = st.Mark
}

// wake is when something is to be done by time alone: zero for never.
func (d *dispatcher) wake(now time.Time) time.Time {
	_, at := d.due(now)
	if first := d.flight.Front(); first != nil && d.MessageTimeout > 0 {
		if expires := first.Value.(*message).since.Add(d.MessageTimeout); at.IsZero() || expires.Before(at) {
			at = expires
		}
	}
	return at
}
