package esdbserver

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/google/uuid"

	"soin/domain/event"
)

// enter lists the users in the books, in the stream where clients of the database expect to
// find them once a server is ready.
func (u *Users) enter(ctx context.Context, books event.Store) error {
	if u == nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(u.byName)) {
		data, err := json.Marshal(name)
		if err != nil {
			return err
		}
		id := uuid.NewSHA1(uuid.NameSpaceURL, []byte("esdb-user:"+name))
		raw, err := stored(usersStream, &Proposed{ID: id, Type: "$User", ContentType: "application/json", Data: data})
		if err != nil {
			return err
		}
		if _, err := books.Append(ctx, usersStream, event.Any, []event.Raw{raw}); err != nil {
			return err
		}
	}
	return nil
}
