package esdbserver

import (
	"math"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"soin/domain/event"
)

// query is what a read or a subscription asks for.
type query struct {
	stream    string // empty for all
	backwards bool
	follow    bool
	count     uint64
	filter    *filter
	links     bool // events that point to another one bring it along
	text      bool // ids as text
	from      from
}

// from is where to begin.
type from struct {
	start, end bool
	revision   event.Revision // of a stream, when neither
	position   event.Position // of the log, when neither
}

// queryOf reads a request.
func queryOf(o *streams.ReadReq_Options) (q query, err error) {
	if o == nil {
		return q, invalid("the request has no options")
	}
	q.backwards = o.GetReadDirection() == streams.ReadReq_Options_Backwards
	q.links = o.GetResolveLinks()
	q.text = o.GetUuidOption().GetString_() != nil
	switch o.GetCountOption().(type) {
	case *streams.ReadReq_Options_Count:
		q.count = o.GetCount()
	case *streams.ReadReq_Options_Subscription:
		q.follow, q.count = true, math.MaxUint64
	default:
		return q, invalid("the request must be for a number of events or for a subscription")
	}
	switch of := o.GetStreamOption().(type) {
	case *streams.ReadReq_Options_Stream:
		err = q.ofStream(of.Stream)
	case *streams.ReadReq_Options_All:
		q.ofAll(of.All)
	default:
		err = invalid("the request must name a stream or all of them")
	}
	if err != nil {
		return q, err
	}
	if q.follow && q.backwards {
		return q, invalid("a subscription goes forwards only")
	}
	q.filter, err = filterOf(o)
	if err == nil && q.filter != nil && q.stream != "" {
		err = invalid("only what is read from all streams is filtered")
	}
	return q, err
}

func (q *query) ofStream(o *streams.ReadReq_Options_StreamOptions) (err error) {
	if q.stream, err = named(o.GetStreamIdentifier()); err != nil {
		return err
	}
	switch r := o.GetRevisionOption().(type) {
	case *streams.ReadReq_Options_StreamOptions_Revision:
		// Some clients say "end" with the largest number there is.
		if r.Revision > lastRevision {
			q.from.end = true
			return nil
		}
		q.from.revision, err = revision(r.Revision)
	case *streams.ReadReq_Options_StreamOptions_End:
		q.from.end = true
	default:
		q.from.start = true
	}
	return err
}

func (q *query) ofAll(o *streams.ReadReq_Options_AllOptions) {
	switch p := o.GetAllOption().(type) {
	case *streams.ReadReq_Options_AllOptions_Position:
		q.from.position = event.Position(p.Position.GetCommitPosition())
		// The same as with revisions. No store gives a position as large.
		q.from.end = q.from.position > lastRevision
	case *streams.ReadReq_Options_AllOptions_End:
		q.from.end = true
	default:
		q.from.start = true
	}
}
