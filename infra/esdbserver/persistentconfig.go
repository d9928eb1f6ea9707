package esdbserver

import (
	"time"

	wire "github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"

	"soin/infra/esdbserver/persistent"
)

// createOf reads what group is to be made. Older clients name the stream and where to begin by
// fields that have become others.
func createOf(o *wire.CreateReq_Options) (persistent.Name, persistent.Config, error) {
	config := persistent.Config{Settings: settingsOf(o.GetSettings())}
	config.Strategy = strategyOf(int32(o.GetSettings().GetNamedConsumerStrategy()), o.GetSettings().GetConsumerStrategy()) //nolint:staticcheck // clients still set it
	id := o.GetStreamIdentifier()                                                                                          //nolint:staticcheck // clients still set it
	var err error
	switch of := o.GetStreamOption().(type) {
	case *wire.CreateReq_Options_All:
		if config.Start, err = startOfAll(of.All); err == nil {
			config.Filter, err = groupFilter(of.All.GetFilter())
		}
	case *wire.CreateReq_Options_Stream:
		id = of.Stream.GetStreamIdentifier()
		config.Start, err = startOfStream(of.Stream)
	default:
		config.Start, err = startAt(o.GetSettings().GetRevision()) //nolint:staticcheck // clients still set it
	}
	if err != nil {
		return persistent.Name{}, config, err
	}
	name, err := groupName(id, o.GetAll() != nil, o.GetGroupName())
	return name, config, err
}

// updateOf reads what a group is to become.
func updateOf(o *wire.UpdateReq_Options) (persistent.Name, persistent.Config, error) {
	config := persistent.Config{Settings: settingsOf(o.GetSettings())}
	config.Strategy = strategyOf(int32(o.GetSettings().GetNamedConsumerStrategy()), "")
	id := o.GetStreamIdentifier() //nolint:staticcheck // clients still set it
	var err error
	switch of := o.GetStreamOption().(type) {
	case *wire.UpdateReq_Options_All:
		config.Start, err = startOfAll(of.All)
	case *wire.UpdateReq_Options_Stream:
		id = of.Stream.GetStreamIdentifier()
		config.Start, err = startOfStream(of.Stream)
	default:
		config.Start, err = startAt(o.GetSettings().GetRevision()) //nolint:staticcheck // clients still set it
	}
	if err != nil {
		return persistent.Name{}, config, err
	}
	name, err := groupName(id, o.GetAll() != nil, o.GetGroupName())
	return name, config, err
}

// wireSettings is what the settings of both requests have.
type wireSettings interface {
	GetResolveLinks() bool
	GetExtraStatistics() bool
	GetMaxRetryCount() int32
	GetMinCheckpointCount() int32
	GetMaxCheckpointCount() int32
	GetMaxSubscriberCount() int32
	GetLiveBufferSize() int32
	GetReadBatchSize() int32
	GetHistoryBufferSize() int32
	GetMessageTimeoutTicks() int64
	GetMessageTimeoutMs() int32
	GetCheckpointAfterTicks() int64
	GetCheckpointAfterMs() int32
}

func settingsOf(w wireSettings) persistent.Settings {
	return persistent.Settings{
		ResolveLinks:    w.GetResolveLinks(),
		ExtraStatistics: w.GetExtraStatistics(),
		MessageTimeout:  span(w.GetMessageTimeoutTicks(), w.GetMessageTimeoutMs()),
		MaxRetries:      int(w.GetMaxRetryCount()),
		CheckpointAfter: span(w.GetCheckpointAfterTicks(), w.GetCheckpointAfterMs()),
		MinCheckpoint:   int(w.GetMinCheckpointCount()),
		MaxCheckpoint:   int(w.GetMaxCheckpointCount()),
		HistoryBuffer:   int(w.GetHistoryBufferSize()),
		LiveBuffer:      int(w.GetLiveBufferSize()),
		ReadBatch:       int(w.GetReadBatchSize()),
		MaxConsumers:    int(w.GetMaxSubscriberCount()),
	}
}

// longest is as good as for ever, and can be added to a time: some clients send the longest
// time they know.
const longest = 100 * 365 * 24 * time.Hour

// span reads a time given in tenths of a microsecond or in milliseconds, the other being zero.
func span(ticks int64, ms int32) time.Duration {
	if ticks > int64(longest/100) {
		return longest
	}
	return max(-1, time.Duration(ticks)*100) + time.Duration(ms)*time.Millisecond
}

// strategyOf reads a strategy by its name, or else by its number.
func strategyOf(number int32, name string) persistent.Strategy {
	if name != "" {
		return persistent.Strategy(name)
	}
	switch wire.CreateReq_ConsumerStrategy(number) {
	case wire.CreateReq_DispatchToSingle:
		return persistent.DispatchToSingle
	case wire.CreateReq_RoundRobin:
		return persistent.RoundRobin
	case wire.CreateReq_Pinned:
		return persistent.Pinned
	}
	return ""
}

// wireStart is where to begin, as the messages for streams have it.
type wireStart interface {
	GetRevision() uint64
	GetEnd() *shared.Empty
}

func startOfStream(w wireStart) (persistent.Start, error) {
	if w.GetEnd() != nil {
		return persistent.Start{End: true}, nil
	}
	return startAt(w.GetRevision())
}

// startAt reads a revision or position; some clients say "end" with the largest number.
func startAt(n uint64) (persistent.Start, error) {
	if n > lastRevision {
		return persistent.Start{End: true}, nil
	}
	return persistent.Start{At: persistent.Mark(n)}, nil
}

func startOfAll(w any) (persistent.Start, error) {
	switch o := w.(type) {
	case *wire.CreateReq_AllOptions:
		if o.GetEnd() != nil {
			return persistent.Start{End: true}, nil
		}
		return startAt(o.GetPosition().GetCommitPosition())
	case *wire.UpdateReq_AllOptions:
		if o.GetEnd() != nil {
			return persistent.Start{End: true}, nil
		}
		return startAt(o.GetPosition().GetCommitPosition())
	}
	return persistent.Start{}, invalid("the request must say where in the log to begin")
}

// groupFilter reads the filter of a group, nil when there is none.
func groupFilter(w *wire.CreateReq_AllOptions_FilterOptions) (*persistent.Filter, error) {
	if w == nil {
		return nil, nil
	}
	f := &persistent.Filter{}
	switch of := w.GetFilter().(type) {
	case *wire.CreateReq_AllOptions_FilterOptions_StreamIdentifier:
		f.Regex, f.Prefixes = of.StreamIdentifier.GetRegex(), of.StreamIdentifier.GetPrefix()
	case *wire.CreateReq_AllOptions_FilterOptions_EventType:
		f.ByType, f.Regex, f.Prefixes = true, of.EventType.GetRegex(), of.EventType.GetPrefix()
	default:
		return nil, invalid("the filter must name streams or event types")
	}
	_, err := compiled(f)
	return f, err
}

// filterExpression gives a stored filter the methods of the protocol's.
type filterExpression struct{ *persistent.Filter }

func (f filterExpression) GetRegex() string    { return f.Regex }
func (f filterExpression) GetPrefix() []string { return f.Prefixes }

// compiled is a filter to be used.
func compiled(f *persistent.Filter) (*filter, error) {
	if f == nil {
		return nil, nil
	}
	return newFilter(!f.ByType, filterExpression{f})
}
