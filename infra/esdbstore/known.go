package esdbstore

import (
	"github.com/google/uuid"

	"soin/domain/event"
	"soin/infra/esdbform"
)

// known is what this process knows of a stream: all of it up to an end, or nothing. It
// belongs to whoever has its turn.
type known struct {
	name string // on the server
	turn chan struct{}

	whole    bool           // nothing before end is unknown
	doubtful bool           // somebody was not told what became of an append
	end      event.Revision // of the last event, whoever wrote it
	own      event.Revision // of the last event that is the store's
	ids      map[uuid.UUID]event.Revision

	wanted  int // how many wait for the turn or have it; of the memory
	counted int // of ids; of the memory
}

func newKnown(name string) *known {
	k := &known{name: name, turn: make(chan struct{}, 1)}
	k.forget()
	return k
}

func (k *known) forget() {
	k.whole, k.doubtful = false, false
	k.end, k.own, k.ids = event.NoStream, event.NoStream, nil
}

// hear learns of one event, which comes after all that were heard of before.
func (k *known) hear(n names, i item) {
	at := revision(i.event.EventNumber)
	k.end = max(k.end, at)
	if r, ok := n.recorded(i.event); ok {
		k.add(esdbform.IDOf(r.Source, r.ID), at)
	}
}

func (k *known) add(id uuid.UUID, at event.Revision) {
	if k.ids == nil {
		k.ids = map[uuid.UUID]event.Revision{}
	}
	k.ids[id] = at
	k.end, k.own = max(k.end, at), max(k.own, at)
}
