package sqlitestore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// FileName is the log's name in a data directory.
const FileName = "soin.db"

// File is the log's file: the path itself, or [FileName] in it when it is a directory.
func File(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, FileName)
	}
	return path
}

// present reports whether the log is there. What cannot be a log is refused here,
// without opening it: opening and closing the file would drop the locks that another
// store of this process holds on it.
func present(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
			return false, &DamagedError{Path: path, What: "it is gone, but its write-ahead log " + wal.Name() +
				" is still there: put both back where they were"}
		}
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s is no regular file", path)
	case info.Size() == 0:
		return false, &DamagedError{Path: path, What: "it is empty, and an event log never is"}
	}
	return true, nil
}

// fill makes a new file at path, for its owner alone, where there must be none: written
// beside it, made durable, and put in its place at once, so that no crash leaves half a file
// under that name. SQLite gives what it puts beside a file the file's own mode.
func fill(path string, write func(partial string) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	partial := path + ".new"
	defer removeAll(partial)
	removeAll(partial)
	f, err := os.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := write(partial); err != nil {
		return err
	}
	if err := syncFile(partial); err != nil {
		return err
	}
	if err := os.Rename(partial, path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

func removeAll(path string) {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(path + suffix)
	}
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() && runtime.GOOS == "windows" {
		return nil // directories cannot be synced there
	}
	return f.Sync()
}
