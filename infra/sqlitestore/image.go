package sqlitestore

import (
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// image is a database file as a heap of pages: what a salvage reads. It trusts no header
// and follows no tree; pages that committed frames of the write-ahead log hold are read
// from there. (File format: https://www.sqlite.org/fileformat2.html)
type image struct {
	file, wal  *os.File         // wal is nil when there is none
	size       int              // bytes of a page
	pages      uint32           // of the file and of the log
	due        uint32           // pages there should be, as the first one says
	frames     map[uint32]int64 // where in the log a page's last committed frame stands
	loose      []int64          // damaged frames: rows in them may be whole
	unreadable map[uint32]error // pages
	notes      []string
}

const sqliteMagic = "SQLite format 3\x00"

func openImage(path string) (_ *image, err error) {
	m := &image{size: pageSize, frames: map[uint32]int64{}, unreadable: map[uint32]error{}}
	if m.file, err = os.Open(path); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			m.close()
		}
	}()
	info, err := m.file.Stat()
	if err != nil {
		return nil, err
	}
	m.readHeader()
	m.pages = uint32(info.Size() / int64(m.size))
	m.wal, err = os.Open(path + "-wal")
	if os.IsNotExist(err) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	m.readFrames()
	return m, nil
}

func (m *image) close() {
	_ = m.file.Close()
	if m.wal != nil {
		_ = m.wal.Close()
	}
}

func (m *image) note(format string, args ...any) {
	m.notes = append(m.notes, fmt.Sprintf(format, args...))
}

// readHeader takes the size of a page, and how many there should be, from the first one.
func (m *image) readHeader() {
	header := make([]byte, 100)
	if _, err := m.file.ReadAt(header, 0); err != nil || string(header[:16]) != sqliteMagic {
		m.note("the first page is damaged: pages are taken to have %d bytes", m.size)
		return
	}
	size := int(binary.BigEndian.Uint16(header[16:]))
	if size == 1 {
		size = 1 << 16
	}
	if size < 512 || size&(size-1) != 0 {
		m.note("the first page gives %d bytes as the size of a page: taken to be %d", size, m.size)
		return
	}
	m.size = size
	m.due = binary.BigEndian.Uint32(header[28:])
}

// all shows every page, and every damaged frame as what it may have been.
func (m *image) all(see func(page []byte, first bool) error) error {
	page := make([]byte, m.size)
	for n := uint32(1); n <= m.pages; n++ {
		if !m.readable(n, page) {
			continue
		}
		if err := see(page, n == 1); err != nil {
			return err
		}
	}
	for _, at := range m.loose {
		if _, err := m.wal.ReadAt(page, at+frameHeader); err != nil {
			continue
		}
		if err := see(page, false); err != nil {
			return err
		}
	}
	return nil
}

// page reads a page into b, which has its size.
func (m *image) page(n uint32, b []byte) error {
	if at, ok := m.frames[n]; ok {
		_, err := m.wal.ReadAt(b, at)
		return err
	}
	_, err := m.file.ReadAt(b, int64(n-1)*int64(m.size))
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// readable reads a page into b and remembers one that cannot be read.
func (m *image) readable(n uint32, b []byte) bool {
	err := m.page(n, b)
	if err != nil {
		m.unreadable[n] = err
	}
	return err == nil
}

// findings says what is damaged, as far as reading pages shows it.
func (m *image) findings() []string {
	if m.due > m.pages {
		m.note("the file is %d pages shorter than its first page says", m.due-m.pages)
	}
	if len(m.loose) > 0 {
		m.note("%d frames of the write-ahead log are damaged, the first at byte %d", len(m.loose), m.loose[0])
	}
	if pages := slices.Sorted(maps.Keys(m.unreadable)); len(pages) > 0 {
		m.note("%d pages cannot be read, the first is page %d: %v", len(pages), pages[0], m.unreadable[pages[0]])
	}
	return m.notes
}
