package event

import "strings"

// StreamName is the stream of one thing: "<category>-<id>". The category holds no
// hyphen, so that a projection by category, as EventStoreDB makes it, finds it.
func StreamName(category, id string) string { return category + "-" + id }

// Subject is the id of the thing a stream is about.
func (p Place) Subject() string {
	_, id, _ := strings.Cut(p.Stream, "-")
	return id
}
