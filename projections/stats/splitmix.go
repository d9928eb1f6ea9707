package stats

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// SplitMix64 gives random numbers that depend on its seed alone, the same on every machine
// (Steele, Lea & Flood 2014, OOPSLA '14:453-472). It is not for concurrent use, and not for
// secrets. Its zero value is that of seed 0.
type SplitMix64 struct{ state uint64 }

// NewSplitMix64 begins the sequence of a seed.
func NewSplitMix64(seed uint64) *SplitMix64 { return &SplitMix64{seed} }

// Seed makes a seed of what a random sequence is for: the first eight bytes, big-endian, of
// the SHA-256 of the parts joined by "|".
func Seed(parts ...string) uint64 {
	sum := sha256.Sum256([]byte(strings.Join(parts, "|")))
	return binary.BigEndian.Uint64(sum[:])
}

// Next is the next 64 random bits.
func (r *SplitMix64) Next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Bounded is a number below n, each as likely as any other: draws from the incomplete last
// block of n below 2^64 are thrown away. There is none below 0, so Bounded(0) is 0.
func (r *SplitMix64) Bounded(n uint64) uint64 {
	if n == 0 {
		return 0
	}
	for {
		v := r.Next()
		rest := v % n
		if block := v - rest; block <= -n || n == 1 { // block+n <= 2^64
			return rest
		}
	}
}

// Float is a number between 0 and 1, never one of them.
func (r *SplitMix64) Float() float64 {
	return (float64(r.Next()>>12) + 0.5) * 0x1p-52
}
