package esdbserver

import (
	"encoding/json"
	"math"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
)

// streamMetadata is what the event in "$$stream" says of the stream. Access lists and cache
// control are kept and given back; who may do what is settled by roles alone.
type streamMetadata struct {
	MaxCount       *int64 `json:"$maxCount"`
	MaxAge         *int64 `json:"$maxAge"` // seconds
	TruncateBefore *int64 `json:"$tb"`

	// deletedBefore is how many events the stream had when it was deleted, and -1 when
	// nobody knows.
	deletedBefore event.Revision
}

// metadataType is the type of the events in a metadata stream.
const metadataType = "$metadata"

// oldest is the longest $maxAge there is, in seconds: 100 years.
const oldest = 100 * 365 * 24 * 60 * 60

func parseMetadata(data []byte) (m streamMetadata, err error) {
	m.deletedBefore = -1
	if err := json.Unmarshal(data, &m); err != nil {
		return m, invalid("the metadata of a stream must be a JSON object: %v", err)
	}
	return m, rule.In("data", rule.All(
		atLeast("$maxCount", m.MaxCount, 1, math.MaxInt64),
		atLeast("$maxAge", m.MaxAge, 1, oldest),
		atLeast("$tb", m.TruncateBefore, 0, math.MaxInt64),
	))
}

func atLeast(path string, n *int64, low, high int64) error {
	if n == nil {
		return nil
	}
	return rule.Between(path, *n, low, high)
}

// deletes reports whether the metadata end the stream until somebody appends to it.
func (m streamMetadata) deletes() bool {
	return m.TruncateBefore != nil && *m.TruncateBefore == lastRevision
}

// retention is what of a stream is shown.
type retention struct {
	count   int64 // at most so many of its last events, 0 for all of them
	age     time.Duration
	before  event.Revision // nothing before it
	deleted bool           // nothing was there when before was set
}

func (m streamMetadata) retention() (r retention) {
	if m.MaxCount != nil {
		r.count = *m.MaxCount
	}
	if m.MaxAge != nil {
		r.age = time.Duration(*m.MaxAge) * time.Second
	}
	if m.TruncateBefore != nil {
		r.before = event.Revision(*m.TruncateBefore)
	}
	if m.deletes() {
		r.deleted = true
		if m.deletedBefore >= 0 {
			r.before = m.deletedBefore
		}
	}
	return r
}

// deletion notes how many events a stream had when it was deleted, so that those appended
// later are shown from their first moment on. It stands in the metadata's own metadata.
type deletion struct {
	Before *event.Revision `json:"deletedBefore"`
}

func deletedBefore(metadata []byte) event.Revision {
	var d deletion
	if err := json.Unmarshal(metadata, &d); err != nil || d.Before == nil || *d.Before < 0 {
		return -1
	}
	return *d.Before
}

// with is metadata with another truncation, whatever else they say unchanged.
func withTruncation(data []byte, before event.Revision) ([]byte, error) {
	all := map[string]json.RawMessage{}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &all); err != nil {
			return nil, err
		}
	}
	n, err := json.Marshal(before)
	if err != nil {
		return nil, err
	}
	all["$tb"] = n
	return json.Marshal(all)
}
