package graph

import (
	"soin/domain/calendar"
	"soin/projections/maturity"
)

// Resolver answers root fields.
type Resolver struct {
	today  func() calendar.Date // what asOf means when it is not given
	board  *maturity.Board
	reader Reader
}
