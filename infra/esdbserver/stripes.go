package esdbserver

import (
	"hash/maphash"
	"sync"
)

// stripes are locks for any number of streams: a stream always has the same one, and shares
// it with a few others.
type stripes struct {
	seed  maphash.Seed
	once  sync.Once
	locks [256]sync.RWMutex
}

func (s *stripes) of(stream string) *sync.RWMutex {
	s.once.Do(func() { s.seed = maphash.MakeSeed() })
	return &s.locks[maphash.String(s.seed, stream)%uint64(len(s.locks))]
}
