package follow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/fxamacker/cbor/v2"

	"soin/domain/event"
	"soin/projections"
)

// Snapshots keeps read models on disk, one file each.
type Snapshots struct{ dir string }

// NewSnapshots uses a directory of its own, and makes it when it is missing.
func NewSnapshots(dir string) (*Snapshots, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("snapshots: %w", err)
	}
	return &Snapshots{dir: dir}, nil
}

// snapshot is the content of one file.
type snapshot struct {
	View     string
	Position event.Position
	// Anchor is the event at Position: a log that holds another one there is another log,
	// and the snapshot says nothing about it.
	Anchor projections.Mark
	Hash   string // of State
	State  []byte
}

func (s *Snapshots) path(v projections.View) string {
	return filepath.Join(s.dir, v.Name()+".cbor")
}

// Save writes every read model's snapshot, replacing the one before in one step.
func (s *Snapshots) Save(views *projections.Views) error {
	for _, v := range views.All() {
		if v.Position() == 0 {
			continue
		}
		state, err := encode(v)
		if err != nil {
			return err
		}
		file, err := cbor.Marshal(snapshot{
			View: v.Name(), Position: v.Position(), Anchor: views.Intake.Last(), Hash: hash(state), State: state,
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
func (s *Snapshots) restore(ctx context.Context, log *event.Log, views *projections.Views, logger *slog.Logger) {
	for _, v := range views.All() {
		err := s.load(ctx, log, v)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			logger.WarnContext(ctx, "snapshot not used; this read model is built from the log", "view", v.Name(), "reason", err)
		}
	}
}

func (s *Snapshots) load(ctx context.Context, log *event.Log, v projections.View) error {
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
	case hash(snap.State) != snap.Hash:
		return errors.New("its content does not match its hash")
	}
	if err := anchored(ctx, log, snap); err != nil {
		return err
	}
	if err := decode(v, snap.State); err != nil {
		return err
	}
	v.Resume(snap.Position)
	return nil
}

// anchored checks that the log is the one the snapshot was taken of.
func anchored(ctx context.Context, log *event.Log, snap snapshot) error {
	for r, err := range log.All(ctx, snap.Position-1) {
		if err != nil {
			return err
		}
		if r.Position == snap.Position && projections.MarkOf(r) == snap.Anchor {
			return nil
		}
		break
	}
	return fmt.Errorf("the log holds another event at position %d", snap.Position)
}
