// Package domain lists every event type there is, context by context.
package domain

import (
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/domain/team"
)

// Catalog holds the whole language. Unmarshal is the JSON decoder to read it with.
func Catalog(unmarshal event.Unmarshal) *event.Catalog {
	return event.NewCatalog(unmarshal,
		instrument.Context,
		survey.Context,
		team.Context,
	)
}
