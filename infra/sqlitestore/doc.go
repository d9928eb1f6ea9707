// Package sqlitestore is the default [event.Store]: the whole log in one SQLite file.
//
// What it promises beyond the port:
//
//   - Durability. An append is acknowledged after the fsync of the transaction that
//     holds it. One goroutine writes; whatever waits when a commit returns goes into the
//     next transaction, so the price of an fsync is shared by all who wait for it. Each
//     append of a transaction stands or falls alone; a transaction that fails, fails
//     all of them.
//   - Order. Position and time of recording are given inside the write transaction:
//     global order is commit order, positions are dense but for deleted streams, and a
//     clock that is set back does not take the log with it, not even across a restart.
//   - A disk that lies is not asked twice. After a failed write or fsync the store
//     accepts nothing more ([StoppedError]): what a second fsync says about the same
//     bytes cannot be trusted. A full disk stores nothing, loses nothing and is no
//     reason to stop.
//   - Every event is sealed with a checksum over all it says and where it stands. What
//     comes back is what was stored, or an error: never altered content.
//   - A damaged file is refused or reported with the commands that help
//     ([DamagedError]); [Check] and [Salvage] are what stands behind them.
//   - One process writes, held by a lock file beside the log. Others may read with
//     [OpenReadOnly] at the same time.
//
// Readers never wait for the writer but for the moment, once every few thousand pages,
// in which the write-ahead log is wound back to its beginning. They read in chunks and
// hold nothing in between: a consumer that stalls a sequence stalls itself alone.
package sqlitestore
