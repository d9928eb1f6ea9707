package sqlitestore

// WindBackEvery makes a store that was just opened wind its write-ahead log back after
// so many pages.
func WindBackEvery(s *Store, frames int64) { s.writer.windEvery, s.writer.windAt = frames, frames }
