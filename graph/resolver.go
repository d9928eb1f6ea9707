package graph

import "soin/domain/calendar"

// Resolver answers root fields.
type Resolver struct {
	Today func() calendar.Date // what asOf means when it is not given
}
