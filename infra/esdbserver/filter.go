package esdbserver

import (
	"regexp"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"soin/domain/event"
)

// filter passes events by the name of their stream or by their type.
type filter struct {
	byStream bool
	prefixes []string
	regex    *regexp.Regexp // used when there are no prefixes
	// window is after how many events that were looked at a subscription tells how far
	// it is.
	window int
}

// defaultWindow is the window of those who do not say.
const defaultWindow = 32

// expression is what the same filter has in each service of the protocol.
type expression interface {
	GetRegex() string
	GetPrefix() []string
}

// newFilter reads a filter.
func newFilter(byStream bool, e expression) (*filter, error) {
	f := &filter{byStream: byStream, prefixes: e.GetPrefix(), window: defaultWindow}
	switch {
	case len(f.prefixes) > maxPrefixes:
		return nil, invalid("the filter has %d prefixes, more than %d", len(f.prefixes), maxPrefixes)
	case len(f.prefixes) == 0 && e.GetRegex() == "":
		return nil, invalid("the filter must have a regular expression or prefixes")
	case len(e.GetRegex()) > maxRegex:
		return nil, invalid("the filter's regular expression has %d bytes, more than %d", len(e.GetRegex()), maxRegex)
	}
	for _, p := range f.prefixes {
		if len(p) > maxName {
			return nil, invalid("a prefix of the filter has %d bytes, more than %d", len(p), maxName)
		}
	}
	if len(f.prefixes) > 0 {
		return f, nil
	}
	var err error
	f.regex, err = expressionOf(e.GetRegex())
	return f, err
}

// passes reports whether an event is one of those asked for.
func (f *filter) passes(r *event.RawRecorded) bool {
	if f == nil {
		return true
	}
	text := r.Stream
	if !f.byStream {
		text = kindOf(r)
	}
	if f.regex != nil {
		return f.regex.MatchString(text)
	}
	for _, p := range f.prefixes {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}

// filterOf reads the filter of a read or a subscription, nil when there is none.
func filterOf(o *streams.ReadReq_Options) (*filter, error) {
	wire := o.GetFilter()
	if wire == nil {
		return nil, nil
	}
	var f *filter
	var err error
	switch e := wire.GetFilter().(type) {
	case *streams.ReadReq_Options_FilterOptions_StreamIdentifier:
		f, err = newFilter(true, e.StreamIdentifier)
	case *streams.ReadReq_Options_FilterOptions_EventType:
		f, err = newFilter(false, e.EventType)
	default:
		return nil, invalid("the filter must name streams or event types")
	}
	if err != nil {
		return nil, err
	}
	if m := wire.GetMax(); m > 0 {
		f.window = int(m)
	}
	if interval := wire.GetCheckpointIntervalMultiplier(); interval > 0 {
		f.window = int(min(uint64(f.window)*uint64(interval), lastRevision))
	} else if o.GetSubscription() != nil {
		return nil, invalid("the checkpoint interval must be greater than 0")
	}
	return f, nil
}
