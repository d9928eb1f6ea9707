package sqlitestore

import (
	"errors"
	"runtime"
	"time"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// groupBytes is how much goes into one transaction before those who wait are left for
// the next one: it bounds how long the first of a group waits for the last.
const groupBytes = 4 << 20

// writer is the one goroutine that writes. Everything in it belongs to that goroutine.
type writer struct {
	path  string
	conn  *sqlite.Conn
	clock func() time.Time
	head  *head
	alone func(func() error) error // runs a function while no chunk is being read

	queue   chan *job
	closing <-chan struct{}
	done    chan struct{} // closed when the goroutine has ended

	waiting  []*job    // taken in for the next transaction
	expected int       // how many were answered and waiting after the last one
	answered time.Time // when that was

	insert  *sqlite.Stmt
	given   place // to the last event, the running transaction included
	durable place // the same after the last commit
	held    memory
	// frames in the write-ahead log at which it is wound back, and is so next
	windEvery, windAt int64
	stopped           error
}

// place is the end of the log: the last position and time of recording that were given,
// and the position of the last event that is still there.
type place struct{ position, recordedAt, last int64 }

// job is one append or deletion on its way through a transaction.
type job struct {
	size int // bytes
	run  func(*writer) ([]event.Receipt, error)
	done chan outcome

	outcome
}

type outcome struct {
	receipts []event.Receipt
	err      error
}

// failure is an error of the database, as opposed to a refusal: it is nobody's own.
type failure struct {
	doing string
	err   error
}

func (f *failure) Error() string { return f.doing + ": " + f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	return &failure{doing, err}
}

func (w *writer) run() {
	defer close(w.done)
	for {
		if len(w.waiting) == 0 {
			select {
			case first := <-w.queue:
				w.waiting = append(w.waiting, first)
			case <-w.closing:
				return
			}
		}
		w.gather()
		w.commit()
	}
}

// gather adds to those who wait. Whoever was answered a moment ago is likely to append
// again at once, and would wait for a whole transaction more if this one began without
// them: so there is a little patience, as long as not all of them are back.
func (w *writer) gather() {
	w.drain()
	for turn := 0; turn < gatherTurns && len(w.waiting) < w.expected && time.Since(w.answered) < gatherTime; turn++ {
		runtime.Gosched()
		w.drain()
	}
}

// The patience of a gathering: less than an fsync takes, and no more turns than it takes
// for everybody to have had one.
const (
	gatherTime  = 100 * time.Microsecond
	gatherTurns = 20
)

// drain takes in everybody who waits now, up to the size of a group.
func (w *writer) drain() {
	size := 0
	for _, j := range w.waiting {
		size += j.size
	}
	for size < groupBytes {
		select {
		case j := <-w.queue:
			w.waiting, size = append(w.waiting, j), size+j.size
		default:
			return
		}
	}
}

// commit answers those who wait: all of them after the fsync, or all of them with the
// failure. The write-ahead log is wound back when everybody has their answer.
func (w *writer) commit() {
	group := w.waiting
	err := w.stopped
	if err == nil {
		err = w.transact(group)
	}
	w.waiting = nil
	w.drain()
	w.expected = len(group) + len(w.waiting)
	for _, j := range group {
		if err != nil {
			j.outcome = outcome{err: err}
		}
		j.done <- j.outcome
	}
	w.answered = time.Now()
	if w.stopped == nil {
		w.stop(failed("wind the write-ahead log back", w.windBack()))
	}
}

// transact runs a group in one transaction. After a failure nothing of it is kept.
func (w *writer) transact(group []*job) error {
	err := failed("begin", query(w.conn, "BEGIN IMMEDIATE", nil))
	for _, j := range group {
		if err != nil {
			break
		}
		j.receipts, j.err = j.run(w)
		if f, ok := errors.AsType[*failure](j.err); ok {
			err = f
		}
	}
	if err == nil {
		err = failed("commit", query(w.conn, "COMMIT", nil))
	}
	if err != nil {
		return w.abandon(err)
	}
	w.durable = w.given
	w.head.move(event.Position(w.durable.last))
	return nil
}

// abandon takes back what a failed transaction did, in the file and in memory, and
// gives the error its group is answered with.
func (w *writer) abandon(err error) error {
	w.given = w.durable
	w.held.forget()
	if !w.conn.AutocommitEnabled() {
		if e := query(w.conn, "ROLLBACK", nil); e != nil {
			err = failed("roll back after "+err.Error(), e)
		}
	}
	if w.stop(err); w.stopped != nil {
		return w.stopped
	}
	return explain(w.path, "append", err)
}

// stop refuses everything from now on when an error says that the disk cannot be trusted.
func (w *writer) stop(err error) {
	if err == nil || !stops(err) {
		return
	}
	if e, ok := errors.AsType[*DamagedError](explain(w.path, "write", err)); ok {
		err = e
	}
	w.stopped = &StoppedError{Path: w.path, Err: err}
}
