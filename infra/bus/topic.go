package bus

import (
	"strings"

	"soin/domain/event"
)

// Everything is the topic of all there is.
const Everything = "$all"

// Selection tells which events of a store become messages.
type Selection func(event.RawRecorded) bool

// Select is the selection of a topic: a context ("team"), an event name ("team.formed"),
// [Everything], or several of them between commas, which keep their common order.
func Select(topic string) Selection {
	wanted := strings.Split(topic, ",")
	return func(r event.RawRecorded) bool {
		for _, w := range wanted {
			if w == Everything || w == r.Name || len(r.Name) > len(w) && r.Name[len(w)] == '.' && r.Name[:len(w)] == w {
				return true
			}
		}
		return false
	}
}
