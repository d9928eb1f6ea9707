package main

import (
	"os"
	"runtime/debug"
)

// Memory that the process means to stay within, and how much garbage may gather below
// that, in percent of what is in use: a replay makes much, and collecting it less often
// makes it faster. GOMEMLIMIT and GOGC overrule them.
const (
	memoryLimit = 3500 << 20
	garbage     = 200
)

func boundMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}
