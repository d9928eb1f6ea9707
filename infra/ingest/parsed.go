package ingest

import "context"

// parsed is a delivery, or why it is none.
type parsed struct {
	delivery Delivery
	err      error
}

// acceptParsed sends what could be parsed through the Door; the outcomes stand in the
// order of the events.
func (d *Door) acceptParsed(ctx context.Context, events []parsed) ([]Outcome, error) {
	outcomes := make([]Outcome, len(events))
	var deliveries []Delivery
	var places []int
	for i, e := range events {
		if e.err != nil {
			outcomes[i].Err = e.err
			continue
		}
		deliveries = append(deliveries, e.delivery)
		places = append(places, i)
	}
	accepted, err := d.Accept(ctx, deliveries)
	for i, outcome := range accepted {
		outcomes[places[i]] = outcome
	}
	return outcomes, err
}
