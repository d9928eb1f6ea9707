package persistent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"soin/domain/event"
)

// ParkedPrefix begins the names of the streams of parked events, and parkedSuffix ends them.
const (
	ParkedPrefix = "$persistentsubscription-"
	parkedSuffix = "-parked"
)

// ParkedStream is the stream of a group's parked events in the books. Each is a link: its
// data, "3@stream", leads to the event.
func (n Name) ParkedStream() string { return ParkedPrefix + n.String() + parkedSuffix }

// Link is an event that leads to another one, before it is stored. Its form in the store is
// the server's affair.
type Link struct {
	ID       uuid.UUID
	Data     []byte // "3@stream"
	Metadata []byte // JSON
}

// LinkForm is how the server stores links, and reads them back.
type LinkForm struct {
	Store func(Link) (event.Raw, error)
	Data  func(*event.RawRecorded) ([]byte, error)
}

// linkMetadata is what the database says of a parked event.
type linkMetadata struct {
	Added  time.Time `json:"added"`
	Reason string    `json:"reason"`
	Number int64     `json:"subscriptionEventNumber"`
}

// maxReason bounds what is kept of a reason, in bytes.
const maxReason = 1024

// shortened is what is kept of a reason.
func shortened(reason string) string {
	return strings.ToValidUTF8(strings.Clone(reason[:min(maxReason, len(reason))]), "?")
}

func (m *message) link(now time.Time) (Link, error) {
	metadata, err := json.Marshal(linkMetadata{now.UTC(), m.reason, int64(m.Revision)})
	return Link{uuid.New(), fmt.Appendf(nil, "%d@%s", m.Revision, m.Stream), metadata}, err
}

// parkBatch is how many events are parked in one append.
const parkBatch = 64

// parkWaiting parks what is to be parked, durably. It is called by the group's keeper alone.
func (g *group) parkWaiting(ctx context.Context) error {
	for {
		g.mu.Lock()
		batch := g.dispatcher.parking
		batch = batch[:min(parkBatch, len(batch))]
		g.mu.Unlock()
		if len(batch) == 0 {
			return nil
		}
		raws := make([]event.Raw, len(batch))
		for i, m := range batch {
			raw, err := g.entry(m)
			if err != nil {
				return err
			}
			raws[i] = raw
		}
		receipts, err := g.books.Append(ctx, g.name.ParkedStream(), event.Any, raws)
		if err != nil {
			return fmt.Errorf("park events of %s: %w", g.name, err)
		}
		at := make([]event.Revision, len(receipts))
		for i, r := range receipts {
			at[i] = r.Revision
		}
		g.mu.Lock()
		g.dispatcher.parked(at)
		g.mu.Unlock()
	}
}

// entry is the same bytes whenever it is asked for, so that an append of unknown outcome can
// be tried again.
func (g *group) entry(m *message) (event.Raw, error) {
	if m.entry != nil {
		return *m.entry, nil
	}
	link, err := m.link(time.Now())
	if err != nil {
		return event.Raw{}, err
	}
	raw, err := g.links.Store(link)
	if err != nil {
		return event.Raw{}, err
	}
	m.entry = &raw
	return raw, nil
}

var errNoLink = errors.New("a parked event is no link")

// linkTo reads where a parked event leads.
func (g *group) linkTo(r *event.RawRecorded) (stream string, at event.Revision, err error) {
	data, err := g.links.Data(r)
	if err != nil {
		return "", 0, err
	}
	number, name, ok := bytes.Cut(data, []byte("@"))
	n, err := strconv.ParseInt(string(number), 10, 64)
	if !ok || err != nil || n < 0 {
		return "", 0, fmt.Errorf("%s, %s: %w", r.Stream, r.Revision, errNoLink)
	}
	return string(name), event.Revision(n), nil
}
