package sqlitestore

// cursor reads bytes that may be anything. Once it has run past the end it is not ok
// and gives zeros.
type cursor struct {
	data []byte
	at   int
	ok   bool
}

func (c *cursor) take(n int) []byte {
	if !c.ok || n < 0 || c.at < 0 || n > len(c.data)-c.at {
		c.ok = false
		return nil
	}
	b := c.data[c.at : c.at+n : c.at+n]
	c.at += n
	return b
}

// varint is SQLite's: up to nine bytes, seven bits each but for the ninth's eight.
func (c *cursor) varint() int64 {
	var n uint64
	for i := range 9 {
		b := c.take(1)
		if !c.ok {
			return 0
		}
		if i == 8 {
			return int64(n<<8 | uint64(b[0]))
		}
		n = n<<7 | uint64(b[0]&0x7f)
		if b[0] < 0x80 {
			break
		}
	}
	return int64(n)
}

// integer is big-endian, in two's complement.
func (c *cursor) integer(bytes int) int64 {
	b := c.take(bytes)
	if len(b) == 0 {
		return 0
	}
	n := int64(int8(b[0]))
	for _, x := range b[1:] {
		n = n<<8 | int64(x)
	}
	return n
}

// maxColumns is more than any table here has.
const maxColumns = 16

// integerBytes are the lengths of the integer types 1 to 6.
var integerBytes = [...]int{1, 2, 3, 4, 6, 8}

// parseRecord parses a row's payload: a header of types, then the values.
func parseRecord(payload []byte) (values []value, ok bool) {
	head := cursor{payload, 0, true}
	size := head.varint()
	if !head.ok || size < 1 || size > int64(len(payload)) {
		return nil, false
	}
	body := cursor{payload, int(size), true}
	for head.data = payload[:size]; head.at < int(size); {
		if len(values) == maxColumns {
			return nil, false
		}
		v, ok := body.value(head.varint())
		if !ok || !head.ok || !body.ok {
			return nil, false
		}
		values = append(values, v)
	}
	return values, true
}

// value reads a value of a serial type.
func (c *cursor) value(serial int64) (value, bool) {
	switch {
	case serial == 0:
		return value{of: typeNull}, true
	case serial >= 1 && serial <= 6:
		return value{of: typeInteger, number: c.integer(integerBytes[serial-1])}, true
	case serial == 8 || serial == 9:
		return value{of: typeInteger, number: serial - 8}, true
	case serial >= 12 && serial%2 == 0 && serial <= 2*maxPayload:
		return value{of: typeBlob, bytes: c.take(int(serial-12) / 2)}, true
	case serial >= 13 && serial <= 2*maxPayload+1:
		return value{of: typeText, bytes: c.take(int(serial-13) / 2)}, true
	}
	return value{}, false
}
