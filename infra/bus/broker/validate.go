package broker

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"soin/domain/rule"
)

// The kinds of brokers.
const (
	NATS  = "nats"
	AMQP  = "amqp"
	Kafka = "kafka"
)

// schemes of the addresses of each kind.
func schemes(kind string) []string {
	switch kind {
	case NATS:
		return []string{"nats", "tls"}
	case AMQP:
		return []string{"amqp", "amqps"}
	case Kafka:
		return []string{"kafka"}
	}
	return nil
}

// Validate reports every rule that is broken, with its place.
func (c Config) Validate() error {
	checks := []error{
		rule.Check("targets", len(c.Targets), len(c.Targets) <= maxOfKind, "must be 64 at most"),
		rule.Check("sources", len(c.Sources), len(c.Sources) <= maxOfKind, "must be 64 at most"),
		rule.Each("targets", c.Targets, Target.validate),
		rule.Each("sources", c.Sources, Source.validate),
		c.unique(),
	}
	return rule.All(append(checks, c.loops()...)...)
}

var name = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

func validName(s string) error {
	return rule.Check("name", s, name.MatchString(s), "must have 1 to 63 lower-case letters, digits, - or _")
}

func (c Config) unique() error {
	seen := map[string]bool{}
	var broken []error
	for _, t := range c.Targets {
		broken = append(broken, rule.Check("targets.name", t.Name, !seen[t.Name], "must not name another target"))
		seen[t.Name] = true
	}
	clear(seen)
	for _, s := range c.Sources {
		broken = append(broken, rule.Check("sources.name", s.Name, !seen[s.Name], "must not name another source"))
		seen[s.Name] = true
	}
	return rule.All(broken...)
}

// need is a field that some kind needs, and the others must not have.
type need struct {
	path, value string
	kinds       string // that may have it, in a list
	must        bool
}

func needs(kind string, all ...need) error {
	var broken []error
	for _, n := range all {
		may := slices.Contains(strings.Fields(n.kinds), kind)
		switch {
		case may && n.must:
			broken = append(broken, rule.Text(n.path, n.value, 1, 200))
		case may && n.value != "":
			broken = append(broken, rule.Text(n.path, n.value, 1, 200))
		case !may:
			broken = append(broken, rule.Check(n.path, n.value, n.value == "", "is nothing that "+kind+" has"))
		}
	}
	return rule.All(broken...)
}

func (t Target) validate() error {
	return rule.All(
		validName(t.Name),
		t.Connection.validate(),
		rule.Check("select", len(t.Select), len(t.Select) <= 256, "must be 256 at most"),
		rule.Each("select", t.Select, func(s string) error {
			return rule.Check("", s, selectable.MatchString(s), "must be a context or an event name")
		}),
		rule.Check("from", t.From, t.From == "" || t.From == "beginning" || t.From == "now", "must be beginning or now"),
		natsName(t.Kind, "stream", t.Stream),
		rule.Check("subject", t.Subject, !strings.ContainsAny(t.Subject, "*> \t"), "must not hold wildcards"),
		needs(t.Kind,
			need{"stream", t.Stream, NATS, true}, need{"subject", t.Subject, NATS, true},
			need{"exchange", t.Exchange, AMQP, true}, need{"queue", t.Queue, AMQP, false},
			need{"topic", t.Topic, Kafka, true},
		),
	)
}

// natsName checks what NATS builds subjects of its own with.
func natsName(kind, path, s string) error {
	return rule.Check(path, s, kind != NATS || !strings.ContainsAny(s, ".*> /\\\t"), "must not hold dots, wildcards, slashes or spaces")
}

var selectable = regexp.MustCompile(`^[a-z][a-z0-9]*(\.[a-z0-9-]+)*$`)

func (s Source) validate() error {
	return rule.All(
		validName(s.Name),
		s.Connection.validate(),
		rule.Check("accepts", len(s.Accepts), len(s.Accepts) <= 256, "must be 256 at most"),
		rule.Each("accepts", s.Accepts, func(a string) error { return rule.Text("", a, 1, 256) }),
		natsName(s.Kind, "stream", s.Stream),
		natsName(s.Kind, "group", s.Group),
		rule.Check("binding", s.Binding, (s.Binding == "") == (s.Exchange == ""), "must be given together with exchange"),
		needs(s.Kind,
			need{"stream", s.Stream, NATS, true}, need{"subject", s.Subject, NATS, true},
			need{"exchange", s.Exchange, AMQP, false}, need{"queue", s.Queue, AMQP, true}, need{"binding", s.Binding, AMQP, false},
			need{"topic", s.Topic, Kafka, true}, need{"group", s.Group, NATS + " " + Kafka, true},
		),
	)
}

func (c Connection) validate() error {
	known := schemes(c.Kind)
	if known == nil {
		return rule.Break("kind", c.Kind, "must be nats, amqp or kafka")
	}
	u, err := url.Parse(first(c.URL))
	if err != nil {
		return rule.Break("url", "a text", "must be a URL") // which may hold a password
	}
	_, inline := u.User.Password()
	return rule.All(
		rule.Check("url", u.Scheme+"://"+u.Host, slices.Contains(known, u.Scheme) && u.Host != "", "must begin with "+strings.Join(known, ":// or ")+":// and a host"),
		rule.Check("url", u.Scheme+"://"+u.Host, !inline && u.User == nil, "must not hold credentials: name them under auth"),
		c.Auth.validate(c.Kind),
		rule.Check("tls", c.TLS.CertFile, (c.TLS.CertFile == "") == (c.TLS.KeyFile == ""), "must have cert_file and key_file together"),
		rule.Check("tls.enabled", c.Kind, !c.TLS.Enabled || c.Kind == Kafka, "must be told by the url: tls:// or amqps://"),
		rule.Check("tls", c.URL, c.encrypted() || c.TLS == TLS{}, "must not be given for a connection that is not encrypted"),
	)
}

// first is the first address of a list, which is where Kafka's differ from a URL.
func first(urls string) string {
	one, _, _ := strings.Cut(urls, ",")
	return one
}

func (c Connection) encrypted() bool {
	return strings.HasPrefix(c.URL, "tls:") || strings.HasPrefix(c.URL, "amqps:") || c.TLS.Enabled
}

func (a Auth) validate(kind string) error {
	passwords := 0
	for _, s := range [...]string{a.PasswordEnv, a.PasswordFile, a.TokenEnv, a.TokenFile, a.CredentialsFile} {
		if s != "" {
			passwords++
		}
	}
	password := a.PasswordEnv != "" || a.PasswordFile != ""
	return rule.All(
		rule.Check("auth", passwords, passwords <= 1, "must name one place of credentials"),
		rule.Check("auth.user", a.User, (a.User != "") == password, "must be given together with password_env or password_file"),
		needs(kind,
			need{"auth.token_env", a.TokenEnv, NATS, false}, need{"auth.token_file", a.TokenFile, NATS, false},
			need{"auth.credentials_file", a.CredentialsFile, NATS, false},
		),
	)
}
