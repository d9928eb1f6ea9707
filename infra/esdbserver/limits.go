package esdbserver

import "time"

// Limits of what one client may ask.
const (
	maxMessage      = 4 << 20 // bytes of one message of the protocol
	maxEvents       = 10_000  // in one append
	maxName         = 1024    // bytes of a stream's name, or of an event's type
	maxContentType  = 255     // bytes
	maxOpen         = 16      // appends that one batch call has begun and not ended
	maxWorking      = 64      // appends of one batch call that are being done
	maxCalls        = 256     // at the same time, on one connection
	maxConnections  = 512     // at the same time
	maxHeaders      = 16 << 10
	maxRegex        = 1024 // bytes of a filter's regular expression
	maxInstructions = 4096 // of that expression, its repetitions written out
	maxPrefixes     = 128  // of a filter, each of maxName bytes
)

// maxConnectionsFrom is how many of them one origin may have: well below the whole.
const maxConnectionsFrom = 128

// Limits of passwords that wait to be checked, which takes about a tenth of a second each:
// in all, from one origin and on one connection.
const (
	maxChecks     = 64
	maxChecksFrom = 16
	maxChecksOn   = 4
)

// Lines that are written of wrong passwords: one of an origin in each guessesTold, of so many
// origins at the same time.
const (
	guessesTold = time.Minute
	maxGuessers = 64
)

// Drain is how long calls under way may take when the server stops. Subscriptions end at once.
const Drain = 10 * time.Second

// Connections that say nothing are asked whether they live; clients may ask as often as each
// ten seconds, with some tolerance for their clocks, also while they call nothing. Those that
// have had no call for long are ended, pings or not: a client connects again with its next one.
const (
	pingAfter    = 30 * time.Second
	pingTimeout  = 20 * time.Second
	pingsAllowed = 5 * time.Second
	idleAfter    = 5 * time.Minute
	handshake    = 10 * time.Second
)

// Buffers of a connection: few system calls for a client that reads everything.
const (
	writeBuffer = 256 << 10
	readBuffer  = 64 << 10
)

// workers are goroutines that stay, with the stacks they have grown, for calls that are short;
// calls beyond them have goroutines of their own.
const workers = 8
