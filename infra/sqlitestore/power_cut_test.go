//go:build unix

package sqlitestore_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"soin/infra/sqlitestore"
)

// outage is what a power cut leaves, and what had been acknowledged before it.
type outage struct {
	dir          string
	acknowledged *ledger
}

// cutPower takes the disk away at this moment: of each unsynced write nothing, all or a
// few sectors are left.
func cutPower(t *testing.T, d *disk, dir string, acknowledged *ledger, random *rand.Rand) outage {
	o := outage{t.TempDir(), acknowledged.copy()} // before the disk is looked at: acknowledged means synced
	for _, name := range []string{"soin.db", "soin.db-wal"} {
		content := d.cut(filepath.Join(dir, name), func(size int) int {
			return []int{0, size, random.IntN(size/512+1) * 512}[random.IntN(3)]
		})
		if err := os.WriteFile(filepath.Join(o.dir, name), content, 0o600); err != nil {
			t.Error(err)
		}
	}
	return o
}

// The power is cut again and again while writers write, and each time the write-ahead
// log is copied into the file: every acknowledged event is there afterwards.
func TestPowerCutLosesNothingAcknowledged(t *testing.T) {
	d := newDisk(t)
	dir := t.TempDir()
	s := open(t, dir)
	sqlitestore.WindBackEvery(s, 300)
	var acknowledged ledger
	var mu sync.Mutex // of what follows
	var outages []outage
	copies, random := 0, rand.New(rand.NewPCG(1, 2))
	cut := func() {
		outages = append(outages, cutPower(t, d, dir, &acknowledged, random))
	}
	d.setFail(func(op, path string) int32 {
		mu.Lock()
		defer mu.Unlock()
		if op == "sync" && path == filepath.Join(dir, "soin.db") {
			copies++
			cut()
		}
		return 0
	})
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { acknowledged.write(ctx, s, i) })
	}
	for n, enough := 1, false; !enough; n++ {
		acknowledged.waitFor(100 * n)
		mu.Lock()
		cut()
		enough = n >= 20 && copies >= 10
		mu.Unlock()
	}
	stop()
	wg.Wait()
	d.setFail(nil)
	for _, o := range outages {
		o.acknowledged.verify(t, o.dir)
	}
}
