package sqlitestore_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/infra/sqlitestore"
)

func TestReadOnlySeesWhatIsAcknowledgedAndChangesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var acknowledged ledger
	acknowledged.append(t.Context(), s, "test-1", event.NoStream, facts("a", 3))
	r, err := sqlitestore.OpenReadOnly(dir)
	if err != nil {
		t.Fatal(err)
	}
	acknowledged.append(t.Context(), s, "test-1", 2, facts("b", 3))
	if got := read(t, r.All(t.Context(), 0)); len(got) != 6 {
		t.Errorf("%d events are there, want 6", len(got))
	}
	if got := read(t, r.Stream(t.Context(), "test-1", 4)); len(got) != 2 {
		t.Errorf("%d events from revision 4 on, want 2", len(got))
	}
	if head, err := r.Head(t.Context()); head != 6 || err != nil {
		t.Errorf("head = %d, %v", head, err)
	}
	_, appended := r.Append(t.Context(), "test-1", event.Any, facts("c", 1))
	var followed error
	for _, err := range r.Follow(t.Context(), 0) {
		followed = err
	}
	for name, err := range map[string]error{
		"Append": appended, "Delete": r.Delete(t.Context(), "test-1", event.Any), "Follow": followed,
	} {
		if err == nil || !strings.Contains(err.Error(), "reading only") || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_ = r.Close()
	_ = r.Close()
	if _, err := r.Head(t.Context()); !errors.Is(err, event.ErrClosed) {
		t.Errorf("head after closing: %v", err)
	}
	_ = s.Close()
	acknowledged.verify(t, dir)
}

func TestReadOnlyMakesNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soin.db")
	if _, err := sqlitestore.OpenReadOnly(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("open a log that is not there: %v", err)
	}
	if left, _ := filepath.Glob(path + "*"); len(left) != 0 {
		t.Errorf("it leaves %v", left)
	}
}
