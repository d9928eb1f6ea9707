package esdbserver

import (
	"bytes"
	"context"
	"errors"
	"strconv"

	"soin/domain/event"
)

// linkType is the type of events that point to another one, by data of the form "3@stream".
const linkType = "$>"

// linkTo reads where a link leads.
func linkTo(data []byte) (stream string, at event.Revision, ok bool) {
	number, name, ok := bytes.Cut(data, []byte("@"))
	n, err := strconv.ParseInt(string(number), 10, 64)
	return string(name), event.Revision(n), ok && err == nil && n >= 0 && len(name) > 0
}

// targetOf is the event that a link leads to, nil when there is none, or none any more.
func targetOf(ctx context.Context, store event.Store, data []byte) (*event.RawRecorded, error) {
	stream, at, ok := linkTo(data)
	if !ok {
		return nil, nil
	}
	for r, err := range store.Stream(ctx, stream, at) {
		if errors.Is(err, event.ErrStreamDeleted) {
			return nil, nil
		}
		return &r, err
	}
	return nil, nil
}
