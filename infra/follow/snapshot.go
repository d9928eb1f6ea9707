package follow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"soin/domain/event"
	"soin/projections"
)

// Snapshots keeps the read models of one log on disk, one file each.
type Snapshots struct {
	dir string
	log *event.Log
}

// NewSnapshots uses a directory of its own, and makes it when it is missing.
func NewSnapshots(dir string, log *event.Log) (*Snapshots, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("snapshots: %w", err)
	}
	return &Snapshots{dir: dir, log: log}, nil
}

// snapshot is the content of one file.
type snapshot struct {
	View     string
	Language string // what could be read when it was folded: see language
	Position event.Position
	// Anchor is the event at Position: a log that holds another one there is another log,
	// and the snapshot says nothing about it.
	Anchor anchor
	Hash   string // of State
	State  []byte
}

// anchor names one event of one log. Ids alone would not: whoever imports the same files
// into a new log gives the same ones. It is looked up in its stream, because nothing says
// which positions before it the log has.
type anchor struct {
	Stream, Source, ID string
	Revision           event.Revision
	RecordedAt         int64 // nanoseconds since 1970
}

func anchorOf(r event.Recorded) anchor {
	return anchor{r.Stream, r.Source, r.ID, r.Revision, r.RecordedAt.UnixNano()}
}

// language is the hash of the event types and versions that this program reads. What it
// skips as unknown, a later one may read, and must fold from the beginning.
func language(c *event.Catalog) string {
	var types strings.Builder
	for _, t := range c.Types() {
		fmt.Fprintln(&types, event.WireType(t.Name(), t.Version()))
	}
	return hash([]byte(types.String()))
}

func (s *Snapshots) path(v projections.View) string {
	return filepath.Join(s.dir, v.Name()+".cbor")
}

// save writes every read model's snapshot, replacing the one before in one step. Where
// nothing was folded there is nothing new to write.
func (s *Snapshots) save(views *projections.Views) error {
	last := views.Last()
	if last.Position == 0 {
		return nil
	}
	at := anchorOf(last)
	for _, v := range views.All() {
		state, err := encode(v)
		if err != nil {
			return err
		}
		file, err := cbor.Marshal(snapshot{
			View: v.Name(), Language: language(s.log.Catalog()),
			Position: v.Position(), Anchor: at, Hash: hash(state), State: state,
		})
		if err != nil {
			return err
		}
		if err := replace(s.path(v), file); err != nil {
			return fmt.Errorf("snapshot of %s: %w", v.Name(), err)
		}
	}
	return nil
}

// holds reports whether the log holds an anchor's event at a position.
func (s *Snapshots) holds(ctx context.Context, at anchor, position event.Position) (bool, error) {
	for r, err := range s.log.Stream(ctx, at.Stream, at.Revision) {
		if err != nil {
			return false, err
		}
		return r.Position == position && anchorOf(r) == at, nil
	}
	return false, nil
}

// replace writes a file so that a crash leaves the old one or the new one.
func replace(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".snapshot-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already when the rename succeeded
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// restore resumes every read model that has a usable snapshot. One that has none starts
// from the beginning of the log, and the reason is logged.
func (s *Snapshots) restore(ctx context.Context, views *projections.Views, logger *slog.Logger) {
	for _, v := range views.All() {
		err := s.load(ctx, v)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			logger.WarnContext(ctx, "snapshot not used; this read model is built from the log", "view", v.Name(), "reason", err)
		}
	}
}

func (s *Snapshots) load(ctx context.Context, v projections.View) error {
	file, err := os.ReadFile(s.path(v))
	if err != nil {
		return err
	}
	var snap snapshot
	if err := cbor.Unmarshal(file, &snap); err != nil {
		return err
	}
	switch {
	case snap.View != v.Name():
		return fmt.Errorf("it is one of %s", snap.View)
	case snap.Language != language(s.log.Catalog()):
		return errors.New("it was folded by a program that reads other event types")
	case hash(snap.State) != snap.Hash:
		return errors.New("its content does not match its hash")
	}
	held, err := s.holds(ctx, snap.Anchor, snap.Position)
	if err != nil {
		return err
	}
	if !held {
		return fmt.Errorf("the log holds no such event at position %d", snap.Position)
	}
	if err := decode(v, snap.State); err != nil {
		return err
	}
	v.Resume(snap.Position)
	return nil
}
