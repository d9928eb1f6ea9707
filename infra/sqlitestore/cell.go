package sqlitestore

import (
	"encoding/binary"
	"iter"

	"soin/domain/event"
)

// row is one row of a table, or one entry of an index, as it stands on a leaf page.
type row struct {
	id     int64 // of a table's row
	index  bool
	values []value
}

// value is an integer, a text, a blob or NULL, which stands in the column of a row id.
type value struct {
	of     byte // one of the types below
	number int64
	bytes  []byte
}

const (
	typeNull    = 'n'
	typeInteger = 'i'
	typeText    = 't'
	typeBlob    = 'b'
)

// shape spells the types of a row's values: "ntii". Each table here has its own.
func (r row) shape() string {
	b := make([]byte, len(r.values))
	for i, v := range r.values {
		b[i] = v.of
	}
	return string(b)
}

// Kinds of pages that hold rows.
const (
	indexLeaf = 0x0a
	tableLeaf = 0x0d
)

// maxPayload bounds a row: an event with the largest payload and the longest texts.
const maxPayload = event.MaxData + 1<<13

// rows are those of a leaf page that can be parsed. What cannot is passed over: a row
// is believed only if its seal says so.
func (m *image) rows(page []byte, first bool) iter.Seq[row] {
	return func(yield func(row) bool) {
		head := 0
		if first {
			head = 100
		}
		kind := page[head]
		if kind != indexLeaf && kind != tableLeaf {
			return
		}
		cells, used := int(binary.BigEndian.Uint16(page[head+3:])), 0
		for i := range cells {
			at := head + 8 + 2*i
			if at+2 > len(page) || used > len(page) { // cells do not overlap on a page that is whole
				return
			}
			c := cursor{page, int(binary.BigEndian.Uint16(page[at:])), true}
			begin := c.at
			r, ok := m.cell(&c, kind == indexLeaf)
			used += c.at - begin
			if ok && !yield(r) {
				return
			}
		}
	}
}

// cell parses the cell that begins where a page is read.
func (m *image) cell(c *cursor, index bool) (r row, ok bool) {
	size := int(c.varint())
	if !index {
		r.id = c.varint()
	}
	r.index = index
	if !c.ok || size < 1 || size > maxPayload {
		return r, false
	}
	payload, ok := m.payload(c, size, index)
	if !ok {
		return r, false
	}
	r.values, ok = parseRecord(payload)
	return r, ok
}

// payload gathers a cell's payload from its page and from the chain of pages it
// overflows to.
func (m *image) payload(c *cursor, size int, index bool) ([]byte, bool) {
	most := m.size - 35
	if index {
		most = (m.size-12)*64/255 - 23
	}
	if size <= most {
		return c.take(size), c.ok
	}
	least := (m.size-12)*32/255 - 23
	local := least + (size-least)%(m.size-4)
	if local > most {
		local = least
	}
	payload := append(make([]byte, 0, size), c.take(local)...)
	next := binary.BigEndian.Uint32(append(c.take(4), 0, 0, 0, 0))
	overflow := make([]byte, m.size)
	for c.ok && len(payload) < size {
		if next == 0 || next > m.pages || m.page(next, overflow) != nil {
			return nil, false
		}
		payload = append(payload, overflow[4:min(m.size, 4+size-len(payload))]...)
		next = binary.BigEndian.Uint32(overflow)
	}
	return payload, c.ok
}
