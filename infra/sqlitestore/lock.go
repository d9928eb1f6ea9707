package sqlitestore

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// lock makes sure that one process writes. The operating system releases it when the
// process ends, however it ends; the file stays, because removing it would let two
// processes each lock a file of that name.
func lock(path string) (*flock.Flock, error) {
	l := flock.New(path + ".lock")
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !ok {
		return nil, &LockedError{Path: path, Holder: holder(l.Path())}
	}
	// The number is there for whoever meets the lock; the lock holds without it.
	_ = os.WriteFile(l.Path(), []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600)
	return l, nil
}

// LockedError says that another process has the log open for writing.
type LockedError struct {
	Path   string
	Holder string // " (pid 123)" where it is known
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("another soin process%s has %s open", e.Holder, e.Path)
}

// ProblemCode is what package problem calls it.
func (e *LockedError) ProblemCode() string { return "locked" }

func holder(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (pid %d)", pid)
}
