package sqlitestore

import "encoding/binary"

const (
	walHeader   = 32
	frameHeader = 24
	walMagic    = 0x377f0682 // one more when checksums are big-endian
)

// readFrames finds the pages in the write-ahead log that belong to committed
// transactions. SQLite stops at the first frame that is damaged; here only that one is
// set aside, because each frame names the checksum the next one builds on.
func (m *image) readFrames() {
	salts, sum, order, ok := m.readWALHeader()
	if !ok {
		return
	}
	frame, pending := make([]byte, frameHeader+m.size), map[uint32]int64{}
	for at := int64(walHeader); ; at += int64(len(frame)) {
		if _, err := m.wal.ReadAt(frame, at); err != nil {
			return
		}
		is := sum.add(order, frame[:8]).add(order, frame[frameHeader:])
		sum = checksum{binary.BigEndian.Uint32(frame[16:]), binary.BigEndian.Uint32(frame[20:])}
		switch {
		case string(frame[8:16]) != salts:
			continue // of an earlier round
		case is != sum:
			m.loose = append(m.loose, at)
			continue
		}
		pending[binary.BigEndian.Uint32(frame)] = at + frameHeader
		if commit := binary.BigEndian.Uint32(frame[4:]); commit != 0 {
			for page, at := range pending {
				m.frames[page] = at
				m.pages = max(m.pages, page)
			}
			clear(pending)
		}
	}
}

// readWALHeader gives what tells the frames of this round from older ones, and what
// their checksums build on. When the header is damaged the first frame stands in for it.
func (m *image) readWALHeader() (salts string, sum checksum, order binary.ByteOrder, ok bool) {
	b := make([]byte, walHeader+frameHeader)
	if _, err := m.wal.ReadAt(b, 0); err != nil {
		return "", sum, nil, false // a log that was never written to
	}
	order = binary.LittleEndian
	switch magic := binary.BigEndian.Uint32(b); magic {
	case walMagic + 1:
		order = binary.BigEndian
		fallthrough
	case walMagic:
		return string(b[16:24]), checksum{binary.BigEndian.Uint32(b[24:]), binary.BigEndian.Uint32(b[28:])}, order, true
	}
	m.note("the header of the write-ahead log is damaged")
	return string(b[walHeader+8 : walHeader+16]), sum, order, true
}

// checksum is that of the write-ahead log: of pairs of 32-bit words, cumulative.
type checksum struct{ a, b uint32 }

func (c checksum) add(order binary.ByteOrder, data []byte) checksum {
	for ; len(data) >= 8; data = data[8:] {
		c.a += order.Uint32(data) + c.b
		c.b += order.Uint32(data[4:]) + c.a
	}
	return c
}
