package instrument

import (
	"fmt"

	"soin/domain/event"
	"soin/domain/rule"
)

// Audience is who answers an instrument.
type Audience string

// The audiences.
const (
	OfTeam     Audience = "team"
	OfManager  Audience = "manager"
	OfCustomer Audience = "customer"
	OfReceiver Audience = "receiver" // of an act of care
)

var audiences = [...]Audience{OfTeam, OfManager, OfCustomer, OfReceiver}

// Words lists the audiences.
func (Audience) Words() []string { return rule.Words(audiences[:]) }

// Published says that a version of an instrument exists. A version is never changed: a
// corrected instrument is a new version.
type Published struct {
	Version  string   `json:"version"` // "1", "2013", ...
	Audience Audience `json:"audience"`
	Title    Text     `json:"title,omitzero"`
	Items    []Item   `json:"items"` // 1..1000, in the order they are asked
}

// EventName is the name in storage.
func (Published) EventName() string { return "instrument.published" }

// Validate checks every item and that ids are unique.
func (e Published) Validate() error {
	return rule.All(
		rule.ID("version", e.Version),
		rule.OneOf("audience", e.Audience, audiences[:]...),
		e.Title.validate("title"),
		rule.Check("items", len(e.Items), len(e.Items) >= 1 && len(e.Items) <= 1000, "must hold 1 to 1000 items"),
		rule.Each("items", e.Items, Item.Validate),
		e.validateIDs(),
	)
}

func (e Published) validateIDs() error {
	ids := make(map[string]bool, len(e.Items))
	var errs []error
	for i, it := range e.Items {
		if ids[it.ID] {
			errs = append(errs, rule.Break(fmt.Sprintf("items[%d].id", i), it.ID, "is already the id of an earlier item"))
		}
		ids[it.ID] = true
	}
	return rule.All(errs...)
}

func (e Published) judge(i Instrument) error {
	if i.versions[e.Version] {
		return event.Conflict("version %q was published already and never changes: publish a new version", e.Version)
	}
	return nil
}

func (e Published) apply(i *Instrument) {
	if i.versions == nil {
		i.versions = map[string]bool{}
	}
	i.versions[e.Version] = true
}
