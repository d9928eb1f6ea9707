package sqlitestore

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"

	"soin/domain/event"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sealContent is the checksum of what an event says and in which stream: everything a
// caller gives. Lengths are part of it, so that no byte can move from one text to the
// next. The scratch space is given back to be used again.
func sealContent(scratch []byte, stream string, e *event.Raw) (uint32, []byte) {
	b := scratch[:0]
	b = binary.LittleEndian.AppendUint64(b, uint64(e.Time.UnixNano()))
	b = binary.LittleEndian.AppendUint64(b, uint64(e.Version))
	for _, text := range [...]string{stream, e.Name, e.Source, e.ID} {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
		b = append(b, text...)
	}
	return crc32.Update(crc32.Checksum(b, castagnoli), castagnoli, e.Data), b
}

// sealPlace adds where the event stands: what the writer gives.
func sealPlace(content uint32, position, revision, recordedAt int64) uint32 {
	var b [24]byte
	binary.LittleEndian.PutUint64(b[0:], uint64(position))
	binary.LittleEndian.PutUint64(b[8:], uint64(revision))
	binary.LittleEndian.PutUint64(b[16:], uint64(recordedAt))
	return crc32.Update(content, castagnoli, b[:])
}

// markOf is what stands for (source, id) in the index. Two pairs may share a mark, which
// costs a look at the events, and nobody can choose ids that do so by the thousand.
func markOf(source, id string) int64 {
	b := make([]byte, 0, 512)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(source)))
	b = append(append(b, source...), id...)
	sum := sha256.Sum256(b)
	return int64(binary.LittleEndian.Uint64(sum[:8]))
}
