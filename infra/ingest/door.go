// Package ingest is where facts from outside come in. Every transport ends in the one
// [Door]: it decodes by the catalog, validates, lets the context judge and records.
// Facts are judged, not obeyed; what is refused comes back with the field and the rule
// it broke, and nothing that was accepted is ever taken back.
package ingest

import "time"

// Delivery is one CloudEvent as it arrives, whatever brought it.
type Delivery struct {
	Type    string // "soin.team.formed.v1"
	Source  string
	ID      string
	Subject string // id of the thing the fact is about
	Time    time.Time
	Data    []byte // JSON
}
