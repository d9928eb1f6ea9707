package broker

import (
	"fmt"
	"strings"

	"soin/domain/event"
	"soin/domain/rule"
)

// loops reports what would go round. A source must not read what a target writes; and
// where both are on one broker it must be plain which facts are that broker's own.
func (c Config) loops() []error {
	var broken []error
	for i, t := range c.Targets {
		for j, s := range c.Sources {
			if t.Kind != s.Kind || !strings.EqualFold(t.URL, s.URL) {
				continue
			}
			path := fmt.Sprintf("sources[%d]", j)
			broken = append(broken,
				rule.Check(path, s.Name, !reads(s, t), fmt.Sprintf("must not read what targets[%d] writes", i)),
				rule.Check(path+".accepts", "nothing", t.Echo || len(s.Accepts) > 0,
					fmt.Sprintf("must name the CloudEvents sources it brings, or targets[%d] on the same broker must have echo: true", i)),
			)
		}
	}
	return broken
}

// reads reports whether a source is where a target on the same broker writes.
func reads(s Source, t Target) bool {
	switch t.Kind {
	case NATS:
		return s.Stream == t.Stream && subjectsMeet(s.Subject, t.Subject+".>")
	case AMQP:
		return s.Exchange != "" && s.Exchange == t.Exchange || s.Queue == t.Queue
	default:
		return s.Topic == t.Topic
	}
}

// subjectsMeet reports whether two subjects of NATS with wildcards have one in common.
func subjectsMeet(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		switch {
		case as[i] == ">" || bs[i] == ">":
			return true
		case as[i] != bs[i] && as[i] != "*" && bs[i] != "*":
			return false
		}
	}
	return len(as) == len(bs)
}

// own are the CloudEvents sources that a target's broker brings itself, and that are not
// published back to it.
func (c Config) own(t Target) map[string]bool {
	own := map[string]bool{}
	for _, s := range c.Sources {
		if !t.Echo && s.Kind == t.Kind && strings.EqualFold(s.URL, t.URL) {
			for _, a := range s.Accepts {
				own[a] = true
			}
		}
	}
	return own
}

// selection is what a target is given.
func (c Config) selection(t Target, matches func(event.RawRecorded) bool) func(event.RawRecorded) bool {
	own := c.own(t)
	return func(r event.RawRecorded) bool { return !own[r.Source] && matches(r) }
}
