package storebench

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"soin/domain/event"
)

// facts makes events that no other event shares its id with.
type facts struct {
	random  *rand.Rand
	source  string
	payload []byte // everything but the digits of its number
	at      int    // where those digits stand
}

// digits of an event's number within its payload.
const digits = 12

func newFacts(o Options, writer, batch int) *facts {
	head := `{"teamId":"team-0042","severity":2,"basic":true,"axis":"team","number":`
	f := &facts{
		random: rand.New(rand.NewChaCha8(sha256.Sum256(fmt.Append(nil, o.Seed, writer, batch)))),
		source: fmt.Sprintf("urn:soin:bench:%d", writer),
	}
	filler := max(0, o.Payload-len(head)-digits-len(`,"text":""}`))
	f.payload = append(f.payload, head...)
	f.at = len(f.payload)
	f.payload = append(f.payload, bytes.Repeat([]byte("1"), digits)...)
	f.payload = append(f.payload, `,"text":"`...)
	f.payload = append(f.payload, bytes.Repeat([]byte("soin "), filler/5+1)[:filler]...)
	f.payload = append(f.payload, `"}`...)
	return f
}

// began is when the events of a benchmark happened.
var began = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

// next fills in an event. Its payload is the caller's until next fills it in again.
func (f *facts) next(e *event.Raw) {
	random := f.random.Uint64()
	data := append(e.Data[:0], f.payload...)
	number := strconv.AppendUint(make([]byte, 0, 20), 100_000_000_000+random%900_000_000_000, 10)
	copy(data[f.at:f.at+digits], number)
	*e = event.Raw{
		Envelope: event.Envelope{
			Source: f.source,
			ID:     fmt.Sprintf("%016x-%016x", random, f.random.Uint64()),
			Time:   began.Add(time.Duration(random % uint64(24*time.Hour))),
		},
		Name: "bench.measured", Version: 1, Data: data,
	}
}
