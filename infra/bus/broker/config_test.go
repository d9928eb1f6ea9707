package broker_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soin/infra/bus/broker"
)

const good = `
targets:
  - name: warehouse
    kind: nats
    url: tls://nats.example.org:4222
    stream: SOIN
    subject: soin
    select: [team, irritant.reported]
    from: now
    auth: {user: soin, password_env: SOIN_NATS}
    tls: {ca_file: ca.pem}
  - {name: crm, kind: amqp, url: 'amqps://rabbit:5671/vhost', exchange: soin, queue: crm}
  - {name: lake, kind: kafka, url: 'kafka://a:9092,b:9092', topic: facts, echo: true}
sources:
  - {name: hr, kind: kafka, url: 'kafka://a:9092,b:9092', topic: hr, group: soin}
  - {name: portal, kind: amqp, url: 'amqp://127.0.0.1', queue: portal, exchange: x, binding: 'facts.#', accepts: ['urn:portal']}
`

func TestAFileOfBrokersIsRead(t *testing.T) {
	c, err := broker.Read([]byte(good))
	if err != nil || len(c.Targets) != 3 || len(c.Sources) != 2 || c.Targets[0].Auth.PasswordEnv != "SOIN_NATS" || c.Targets[0].Select[1] != "irritant.reported" {
		t.Errorf("%+v, %v", c, err)
	}
	if c, err := broker.Read(nil); err != nil || len(c.Targets) != 0 {
		t.Errorf("an empty file: %v", err)
	}
}

func TestWhatIsWrongIsNamedWithItsPlaceAndItsRule(t *testing.T) {
	const nats = "targets: [{name: a, kind: nats, url: 'nats://h', stream: S, subject: s"
	for text, want := range map[string]string{
		nats + ", colour: red}]": "line 1: field colour not found",
		nats + ", topic: t}]":    "targets[0].topic is nothing that nats has",
		strings.Replace(nats, "stream: S", "stream: 'S.T'", 1) + "}]":   "targets[0].stream must not hold dots",
		nats + ", from: yesterday}]":                                    "targets[0].from must be beginning or now",
		nats + ", select: ['Team!']}]":                                  "targets[0].select[0] must be a context or an event name",
		nats + ", auth: {password_env: X}}]":                            "targets[0].auth.user must be given together",
		nats + ", auth: {token_env: X, token_file: y}}]":                "targets[0].auth must name one place",
		nats + ", tls: {ca_file: x}}]":                                  "targets[0].tls must not be given for a connection that is not encrypted",
		nats + "}, {name: a, kind: kafka, url: 'kafka://h', topic: t}]": "targets.name must not name another target",
		"targets: [{name: A, kind: pigeon, url: 'x'}]":                  "targets[0].name must have 1 to 63 lower-case letters",
		"targets: [{name: a, kind: pigeon}]":                            "targets[0].kind must be nats, amqp or kafka",
		"sources: [{name: a, kind: kafka, url: 'kafka://h'}]":           "sources[0].topic must have 1 to 200 characters",
		"sources: [{name: a, kind: amqp, url: 'kafka://h', queue: q}]":  "sources[0].url must begin with amqp:// or amqps://",
		"targets: 7":                    "cannot unmarshal",
		"targets: []\n---\ntargets: []": "must be one document",
		nats + "}]\nsources: [{name: b, kind: nats, url: 'nats://h', stream: T, subject: t, group: g}]":                      "sources[0].accepts must name the CloudEvents sources it brings",
		nats + ", echo: true}]\nsources: [{name: b, kind: nats, url: 'nats://h', stream: S, subject: 's.team.*', group: g}]": "sources[0] must not read what targets[0] writes",
		nats + "}]\nsources: [{name: b, kind: nats, url: 'nats://h', stream: S, subject: '>', group: g, accepts: [x]}]":      "sources[0] must not read what targets[0] writes",
	} {
		if _, err := broker.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestNoErrorRepeatsAPassword(t *testing.T) {
	for _, url := range []string{"nats://soin:hunter2@h", "nats://hunter2@h", "amqp://soin:hunter2@h", "://hunter2", "nats://soin:hunter2@h:port"} {
		_, err := broker.Read([]byte("targets: [{name: a, kind: nats, url: '" + url + "', stream: S, subject: s}]"))
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v", err)
		}
	}
}

func TestAnErrorNamesTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "brokers.yaml")
	for text, want := range map[string]string{"targets: {": "brokers.yaml", strings.Repeat("#", broker.MaxFile+1): "must have at most 1 MiB"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := broker.ReadFile(name); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "brokers.yaml") {
			t.Errorf("%v", err)
		}
	}
	if _, err := broker.ReadFile(name + "x"); err == nil {
		t.Error("there is no such file")
	}
}

func TestAVariableThatIsNotSetIsAnErrorAtTheStart(t *testing.T) {
	name := filepath.Join(t.TempDir(), "brokers.yaml")
	text := strings.Replace(good, "topic: hr, group: soin}", "topic: hr, group: soin, auth: {user: u, password_env: SOIN_TEST_KAFKA}}", 1)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOIN_NATS", "")
	t.Setenv("SOIN_TEST_KAFKA", "")
	_, err := broker.ReadFile(name)
	for _, want := range []string{
		name, "targets[0].auth.password_env must name an environment variable that is set (got \"SOIN_NATS\")",
		"sources[0].auth.password_env must name an environment variable that is set (got \"SOIN_TEST_KAFKA\")",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	t.Setenv("SOIN_NATS", "hunter2")
	t.Setenv("SOIN_TEST_KAFKA", "hunter3")
	if _, err := broker.ReadFile(name); err != nil {
		t.Error(err)
	}
}

func FuzzNoFileOfBrokersMakesItPanic(f *testing.F) {
	f.Add([]byte(good))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = broker.Read(data) })
}
