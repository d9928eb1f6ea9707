package sqlitestore

import (
	"os"
	"path/filepath"
	"testing"
)

// A page of a damaged file may be anything. No row that is parsed from it reaches
// beyond it, and nothing panics.
func FuzzPage(f *testing.F) {
	leaf := make([]byte, pageSize)
	copy(leaf, []byte{tableLeaf, 0, 0, 0, 1, 0x0f, 0xf0, 0, 0x0f, 0xf0})
	copy(leaf[0xff0:], []byte{7, 1, 5, 0, 1, 0x17, 0x0e, 9, 'a', 'b', 'c', 'd', 'e'})
	f.Add(leaf, false)
	leaf[0] = indexLeaf
	f.Add(leaf, true)
	file, err := os.Create(filepath.Join(f.TempDir(), "pages"))
	if err != nil {
		f.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Write(append(leaf, leaf...)); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte, first bool) {
		page := make([]byte, pageSize)
		copy(page, content)
		m := &image{file: file, size: pageSize, pages: 2}
		for r := range m.rows(page, first) {
			if len(r.values) > maxColumns || len(r.shape()) != len(r.values) {
				t.Errorf("a row of %d values", len(r.values))
			}
			size := 0
			for _, v := range r.values {
				size += len(v.bytes)
			}
			if size > maxPayload {
				t.Errorf("a row of %d bytes", size)
			}
		}
	})
}
