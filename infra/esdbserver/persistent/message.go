package persistent

import (
	"container/list"
	"time"

	"soin/domain/event"
)

// message is an event on its way through a group. It waits, is in flight to a consumer, or
// is about to be parked; then it is done and forgotten.
type message struct {
	*Event
	number   uint64 // orders what waits
	key      string // what pinned strategies keep together
	before   Mark   // of the source, when all that comes before is done
	replayed bool   // it comes from the parked events, and not from the source
	parkedAt event.Revision

	retries int
	sent    bool // to a consumer, at least once

	open     *list.Element // among those of the source that are not done
	flight   *list.Element // among those in flight
	consumer *Consumer     // that it is in flight to
	handed   bool          // to the consumer's transport
	since    time.Time     // when it took off

	reason string     // why it is to be parked
	entry  *event.Raw // by which it will be
}
