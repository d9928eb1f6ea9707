package parking

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"slices"
	"strings"

	"soin/domain/event"
)

// lot is what waits for one stream of the log.
type lot struct {
	name    string         // of its stream in the store
	end     event.Revision // of that stream's last event
	waiting []*space       // in the order of arrival
	dead    int            // bytes of payload in it that wait no longer
	stale   bool           // the store may hold something else
	copies  []string       // streams it was not copied into whole: gone before it changes
}

// space is where one fact waits.
type space struct {
	Waiting
	at   event.Revision // of the fact
	size int            // bytes of its payload, which is kept in the store only
	sum  [sha256.Size]byte
}

func (l *lot) of(e event.Envelope) *space {
	for _, s := range l.waiting {
		if s.ID == e.ID && s.Source == e.Source {
			return s
		}
	}
	return nil
}

func (l *lot) at(r event.Revision) *space {
	i, found := slices.BinarySearchFunc(l.waiting, r, func(s *space, r event.Revision) int { return int(s.at - r) })
	if !found {
		return nil
	}
	return l.waiting[i]
}

// without gives what waits beside the fact at a revision.
func without(waiting []*space, r event.Revision) []*space {
	return slices.DeleteFunc(slices.Clone(waiting), func(s *space) bool { return s.at == r })
}

// sumOf tells whether two stored forms state the same fact in the same bytes.
func sumOf(r event.Raw) [sha256.Size]byte {
	h := sha256.New()
	b := binary.AppendUvarint(nil, uint64(len(r.Name)))
	b = append(b, r.Name...)
	h.Write(binary.AppendUvarint(b, uint64(len(r.Data))))
	h.Write(r.Data)
	b = binary.AppendVarint(b[:0], int64(r.Version))
	b = binary.AppendVarint(b, r.Time.Unix())
	h.Write(binary.AppendVarint(b, int64(r.Time.Nanosecond())))
	return [sha256.Size]byte(h.Sum(nil))
}

// keyLength is the letters of a key: 60 bits, for at most MaxInAll facts.
const keyLength = 12

// keyOf names a fact for operators: the same one has the same key whenever it is parked.
func keyOf(stream string, e event.Envelope) string {
	var b []byte
	for _, part := range []string{stream, e.Source, e.ID} {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	sum := sha256.Sum256(b)
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:keyLength]
}

func spaceOf(stream string, raw event.Raw, at event.Revision) *space {
	raw.ID = strings.Clone(raw.ID) // which lies among others that may go
	return &space{Waiting: waitingOf(stream, raw), at: at, size: len(raw.Data), sum: sumOf(raw)}
}

func waitingOf(stream string, raw event.Raw) Waiting {
	return Waiting{Envelope: raw.Envelope, Key: keyOf(stream, raw.Envelope), Stream: stream, Name: raw.Name, Version: raw.Version}
}
