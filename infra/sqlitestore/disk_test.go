//go:build unix

package sqlitestore_test

import (
	"bytes"
	"os"
	"sync"
	"testing"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// disk stands between SQLite and its files. It can fail any write, truncation or sync,
// and it knows what a power cut would leave: the bytes of the last sync of each file,
// and any of the writes since.
type disk struct {
	mu    sync.Mutex
	files map[string]*diskFile
	fault func(op, path string) int32 // see setFail
}

type diskFile struct {
	synced  []byte
	pending []change
}

// change is a write, or a truncation when data is nil.
type change struct {
	at   int64
	data []byte
}

func (c change) apply(b []byte) []byte {
	if c.data == nil {
		return append(b, make([]byte, max(0, int(c.at)-len(b)))...)[:c.at]
	}
	if short := int(c.at) + len(c.data) - len(b); short > 0 {
		b = append(b, make([]byte, short)...)
	}
	copy(b[c.at:], c.data)
	return b
}

// The functions SQLite calls cannot be closures, so what they work on is found here.
var faulty struct {
	disk     *disk
	original uintptr             // the file system of SQLite
	methods  map[uintptr]uintptr // ours for each of its file methods
	back     map[uintptr]uintptr // and the way back
	paths    sync.Map            // of open files
}

// newDisk puts a disk under every file SQLite opens until the test ends.
func newDisk(t *testing.T) *disk {
	tls := libc.NewTLS()
	defer tls.Close()
	d := &disk{files: map[string]*diskFile{}}
	faulty.disk = d
	faulty.original = sqlite3.Xsqlite3_vfs_find(tls, mustCString(t, "unix"))
	faulty.methods, faulty.back = map[uintptr]uintptr{}, map[uintptr]uintptr{}
	ours := copyOf[sqlite3.Tsqlite3_vfs](tls, faulty.original)
	at[sqlite3.Tsqlite3_vfs](ours).FzName = mustCString(t, "faulty")
	at[sqlite3.Tsqlite3_vfs](ours).FxOpen = pointer(diskOpen)
	sqlite3.Xsqlite3_vfs_register(tls, ours, 1)
	t.Cleanup(func() {
		tls := libc.NewTLS()
		defer tls.Close()
		sqlite3.Xsqlite3_vfs_register(tls, faulty.original, 1)
		sqlite3.Xsqlite3_vfs_unregister(tls, ours)
	})
	return d
}

// setFail says what becomes of an operation ("write", "truncate", "sync"): 0 lets it
// pass, anything else is the error SQLite is given in its place. Fail may block.
func (d *disk) setFail(fail func(op, path string) int32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = fail
}

func (d *disk) fail(op, path string) int32 {
	d.mu.Lock()
	fail := d.fault
	d.mu.Unlock()
	if fail == nil {
		return 0
	}
	return fail(op, path)
}

func (d *disk) file(path string) *diskFile {
	f, ok := d.files[path]
	if !ok {
		content, _ := os.ReadFile(path)
		f = &diskFile{synced: content}
		d.files[path] = f
	}
	return f
}

func (d *disk) change(path string, c change) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.file(path)
	f.pending = append(f.pending, c)
}

func (d *disk) synced(path string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.file(path)
	for _, c := range f.pending {
		f.synced = c.apply(f.synced)
	}
	f.pending = nil
}

// cut gives the content a file may have after a power cut: keep says of each write since
// the last sync, by its size, how many of its bytes reached the disk.
func (d *disk) cut(path string, keep func(size int) int) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.file(path)
	content := bytes.Clone(f.synced)
	for _, c := range f.pending {
		if c.data == nil {
			content = c.apply(content)
		} else if n := keep(len(c.data)); n > 0 {
			content = change{c.at, c.data[:n]}.apply(content)
		}
	}
	return content
}

func diskOpen(tls *libc.TLS, _, name, file uintptr, flags int32, out uintptr) int32 {
	d, path := faulty.disk, ""
	if name != 0 {
		path = libc.GoString(name)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := os.Stat(path); err != nil {
		delete(d.files, path) // what was known is of a file that is gone
	}
	d.file(path)
	open := function[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](at[sqlite3.Tsqlite3_vfs](faulty.original).FxOpen)
	if rc := open(tls, faulty.original, name, file, flags, out); rc != 0 {
		return rc
	}
	faulty.paths.Store(file, path)
	f := at[sqlite3.Tsqlite3_file](file)
	ours, ok := faulty.methods[f.FpMethods]
	if !ok {
		ours = copyOf[sqlite3.Tsqlite3_io_methods](tls, f.FpMethods)
		m := at[sqlite3.Tsqlite3_io_methods](ours)
		m.FxWrite, m.FxTruncate, m.FxSync = pointer(diskWrite), pointer(diskTruncate), pointer(diskSync)
		faulty.methods[f.FpMethods], faulty.back[ours] = ours, f.FpMethods
	}
	f.FpMethods = ours
	return 0
}

func originalOf(file uintptr) (*sqlite3.Tsqlite3_io_methods, string) {
	path, _ := faulty.paths.Load(file)
	faulty.disk.mu.Lock()
	defer faulty.disk.mu.Unlock()
	return at[sqlite3.Tsqlite3_io_methods](faulty.back[at[sqlite3.Tsqlite3_file](file).FpMethods]), path.(string)
}

// diskWrite fails in the middle: half of what it was to write has reached the file.
func diskWrite(tls *libc.TLS, file, data uintptr, n int32, offset int64) int32 {
	original, path := originalOf(file)
	write := function[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](original.FxWrite)
	failed := faulty.disk.fail("write", path)
	if failed != 0 {
		n /= 2
	}
	content := append([]byte{}, unsafe.Slice(at[byte](data), n)...)
	if rc := write(tls, file, data, n, offset); rc != 0 {
		return rc
	}
	faulty.disk.change(path, change{offset, content})
	return failed
}

func diskTruncate(tls *libc.TLS, file uintptr, size int64) int32 {
	original, path := originalOf(file)
	if failed := faulty.disk.fail("truncate", path); failed != 0 {
		return failed
	}
	if rc := function[func(*libc.TLS, uintptr, int64) int32](original.FxTruncate)(tls, file, size); rc != 0 {
		return rc
	}
	faulty.disk.change(path, change{at: size})
	return 0
}

func diskSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	original, path := originalOf(file)
	if failed := faulty.disk.fail("sync", path); failed != 0 {
		return failed
	}
	if rc := function[func(*libc.TLS, uintptr, int32) int32](original.FxSync)(tls, file, flags); rc != 0 {
		return rc
	}
	faulty.disk.synced(path)
	return 0
}

// at is the C structure at an address.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

func copyOf[T any](tls *libc.TLS, address uintptr) uintptr {
	c := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(*new(T))))
	*at[T](c) = *at[T](address)
	return c
}

// pointer and function turn Go functions into C's function pointers and back, as the
// translated SQLite does.
func pointer[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

func function[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&p)) }

func mustCString(t *testing.T, s string) uintptr {
	t.Helper()
	p, err := libc.CString(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
