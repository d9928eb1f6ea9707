package sqlitestore

import (
	"cmp"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// DamagedError says that a file does not hold what was written to it. Its text names
// the commands that tell how far the damage goes and that rescue what can be read.
type DamagedError struct {
	Path string
	What string // is wrong
	Err  error  // of SQLite, or nil
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s is damaged, or no event log: %s; \"soin log check\" tells how far, \"soin log salvage %s NEWFILE\" "+
		"copies all that is readable to a new file, and a copy made by \"soin log backup\" can be put in its place",
		e.Path, brief(e), e.Path)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// ProblemCode is what package problem calls it.
func (e *DamagedError) ProblemCode() string { return "corrupt" }

// VersionError says that a file was written by a newer Soin. Nothing was changed in it.
type VersionError struct {
	Path         string
	Found, Known int // schema versions
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s has schema version %d and this Soin knows versions up to %d: use the newer Soin that wrote it",
		e.Path, e.Found, e.Known)
}

// ProblemCode is what package problem calls it.
func (e *VersionError) ProblemCode() string { return "unavailable" }

// StoppedError says that a store accepts nothing more because its disk failed once.
// Reading goes on. What was acknowledged is safe; what was not may or may not be
// stored, and is told apart by appending it again, with the same ids, after reopening.
type StoppedError struct {
	Path string
	Err  error
}

func (e *StoppedError) Error() string {
	return fmt.Sprintf("%s accepts nothing more until it is opened again: %v; what was not acknowledged may or may not "+
		"be stored: append it again with the same ids", e.Path, e.Err)
}

func (e *StoppedError) Unwrap() error { return e.Err }

// ProblemCode is what package problem calls it.
func (e *StoppedError) ProblemCode() string { return "unavailable" }

// brief is what is wrong, for whoever knows the file and its commands already.
func brief(err error) string {
	damaged, ok := errors.AsType[*DamagedError](err)
	if !ok {
		return err.Error()
	}
	if damaged.Err != nil {
		return fmt.Sprintf("%s (%v)", damaged.What, damaged.Err)
	}
	return damaged.What
}

// explain turns an error of SQLite into one that says what to do about it.
func explain(path, doing string, err error) error {
	if err == nil || errors.Is(err, event.ErrStreamDeleted) {
		return err
	}
	if damaged, ok := errors.AsType[*DamagedError](err); ok {
		damaged.Path = cmp.Or(damaged.Path, path)
		return err
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultCorrupt, sqlite.ResultNotADB, sqlite.ResultFormat:
		return &DamagedError{Path: path, What: doing + " failed", Err: err}
	case sqlite.ResultFull:
		return fmt.Errorf("%s: %s: the disk is full, nothing of it was stored: %w", path, doing, err)
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return fmt.Errorf("%s: %s: another program holds a lock on it: %w", path, doing, err)
	}
	return fmt.Errorf("%s: %s: %w", path, doing, err)
}

// stops reports whether nothing may be written after an error. A full or locked
// database is as good as it was before; after anything else it is not known to be.
func stops(err error) bool {
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultFull, sqlite.ResultBusy, sqlite.ResultLocked, sqlite.ResultNoMem, sqlite.ResultTooBig:
		return false
	}
	return true
}
