package persistent

import (
	"math"
	"time"

	"soin/domain/rule"
)

// Strategy says which consumer an event goes to.
type Strategy string

// The strategies, by the names the database gives them.
const (
	RoundRobin          Strategy = "RoundRobin"          // to each in turn
	DispatchToSingle    Strategy = "DispatchToSingle"    // to one, in order, until it leaves
	Pinned              Strategy = "Pinned"              // all of a stream to one
	PinnedByCorrelation Strategy = "PinnedByCorrelation" // all of a correlation id to one
)

// Settings is what can be set of a group.
type Settings struct {
	Strategy        Strategy      `json:"strategy"`
	ResolveLinks    bool          `json:"resolveLinks,omitempty"`    // links bring along what they lead to
	ExtraStatistics bool          `json:"extraStatistics,omitempty"` // how long consumers take is told
	MessageTimeout  time.Duration `json:"messageTimeout"`            // 0 waits for ever
	MaxRetries      int           `json:"maxRetries"`                // then an event is parked
	CheckpointAfter time.Duration `json:"checkpointAfter"`           // a checkpoint is due, when MinCheckpoint is reached
	MinCheckpoint   int           `json:"minCheckpoint"`             // events done before one is written
	MaxCheckpoint   int           `json:"maxCheckpoint"`             // events done when one is written at once
	HistoryBuffer   int           `json:"historyBuffer"`             // events that wait while the group is behind
	LiveBuffer      int           `json:"liveBuffer"`                // events that wait once it has caught up
	ReadBatch       int           `json:"readBatch"`                 // room there must be before reading goes on
	MaxConsumers    int           `json:"maxConsumers"`              // 0 means MaxConsumers
}

// Limits of a group.
const (
	// MaxConsumers is how many consumers a group may have at a time.
	MaxConsumers = 100
	// MaxBuffer is how many events may wait in a group, or be under way to one consumer.
	MaxBuffer = 10_000

	maxWaiting    = 16 << 20 // bytes that wait in a group
	maxUnanswered = 64 << 20 // bytes under way to one consumer
)

func (s Settings) validate() error {
	return rule.All(
		rule.OneOf("strategy", s.Strategy, RoundRobin, DispatchToSingle, Pinned, PinnedByCorrelation),
		atLeast("messageTimeout", s.MessageTimeout),
		rule.Between("maxRetryCount", s.MaxRetries, 0, math.MaxInt32),
		atLeast("checkpointAfter", s.CheckpointAfter),
		rule.Between("minCheckpointCount", s.MinCheckpoint, 0, math.MaxInt32),
		rule.Between("maxCheckpointCount", s.MaxCheckpoint, 1, math.MaxInt32),
		rule.Check("minCheckpointCount", s.MinCheckpoint, s.MinCheckpoint <= s.MaxCheckpoint, "must not exceed maxCheckpointCount"),
		rule.Between("historyBufferSize", s.HistoryBuffer, 1, MaxBuffer),
		rule.Between("liveBufferSize", s.LiveBuffer, 1, MaxBuffer),
		rule.Between("readBatchSize", s.ReadBatch, 1, MaxBuffer),
		rule.Check("readBatchSize", s.ReadBatch, s.ReadBatch <= s.HistoryBuffer, "must not exceed historyBufferSize"),
		rule.Between("maxSubscriberCount", s.MaxConsumers, 0, math.MaxInt32),
	)
}

func atLeast(path string, d time.Duration) error {
	return rule.Check(path, d, d >= 0, "must not be negative")
}

// mostConsumers is how many may join.
func (s Settings) mostConsumers() int {
	if s.MaxConsumers == 0 {
		return MaxConsumers
	}
	return min(s.MaxConsumers, MaxConsumers)
}

// Filter is which events of the log a group to all of it is for.
type Filter struct {
	ByType   bool     `json:"byType,omitempty"` // by the event's type, and not by its stream
	Regex    string   `json:"regex,omitempty"`
	Prefixes []string `json:"prefixes,omitempty"`
}

// Config is what a group is made by.
type Config struct {
	Settings
	Start  Start   `json:"start"`
	Filter *Filter `json:"filter,omitempty"`
}
