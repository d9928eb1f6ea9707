package broker

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"soin/domain/rule"
)

// Limits of a file of brokers.
const (
	MaxFile   = 1 << 20 // bytes
	maxOfKind = 64      // targets, and sources
)

// Config is what a file of brokers says.
type Config struct {
	Targets []Target `yaml:"targets"`
	Sources []Source `yaml:"sources"`
}

// Connection is how a broker is reached.
type Connection struct {
	Kind string `yaml:"kind"` // nats, amqp or kafka
	URL  string `yaml:"url"`
	Auth Auth   `yaml:"auth"`
	TLS  TLS    `yaml:"tls"`
}

// Target is where facts are published.
type Target struct {
	Name       string `yaml:"name"`
	Connection `yaml:",inline"`
	Select     []string `yaml:"select"` // contexts and event names; everything when there is none
	From       string   `yaml:"from"`   // beginning or now: where a target that is new begins
	Echo       bool     `yaml:"echo"`   // also what came in from the same broker

	Stream   string `yaml:"stream"`   // of NATS JetStream, made when it is not there
	Subject  string `yaml:"subject"`  // of NATS; the event's name is put behind it
	Exchange string `yaml:"exchange"` // of AMQP, a durable topic exchange; the routing key is the event's name
	Queue    string `yaml:"queue"`    // of AMQP, bound to the exchange for everything
	Topic    string `yaml:"topic"`    // of Kafka; the key is the stream of the fact
}

// Source is where facts come from.
type Source struct {
	Name       string `yaml:"name"`
	Connection `yaml:",inline"`
	Accepts    []string `yaml:"accepts"` // CloudEvents sources it may bring; any when there is none

	Stream   string `yaml:"stream"`   // of NATS JetStream, which must be there
	Subject  string `yaml:"subject"`  // of NATS, may hold wildcards
	Exchange string `yaml:"exchange"` // of AMQP, a durable topic exchange
	Queue    string `yaml:"queue"`    // of AMQP, durable
	Binding  string `yaml:"binding"`  // of AMQP, the routing keys of the exchange that go to the queue
	Topic    string `yaml:"topic"`    // of Kafka
	Group    string `yaml:"group"`    // of Kafka, or the durable consumer of NATS
}

// Auth says where credentials are: never what they are. User and password are SASL PLAIN to
// Kafka.
type Auth struct {
	User            string `yaml:"user"`
	PasswordEnv     string `yaml:"password_env"`
	PasswordFile    string `yaml:"password_file"`
	TokenEnv        string `yaml:"token_env"`        // NATS
	TokenFile       string `yaml:"token_file"`       // NATS
	CredentialsFile string `yaml:"credentials_file"` // NATS
}

// TLS says by what a broker is trusted, beside what the system trusts, and what it is shown.
type TLS struct {
	Enabled    bool   `yaml:"enabled"` // Kafka, whose addresses do not say so
	CAFile     string `yaml:"ca_file"`
	CertFile   string `yaml:"cert_file"`
	KeyFile    string `yaml:"key_file"`
	ServerName string `yaml:"server_name"`
}

// ReadFile reads a file of brokers, and sees that the environment holds what it names: that
// of a process does not change any more. An error names the file, the place and the rule.
func ReadFile(name string) (Config, error) {
	file, err := os.Open(name)
	if err != nil {
		return Config{}, fmt.Errorf("brokers: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxFile+1))
	if err == nil {
		var c Config
		if c, err = Read(data); err == nil {
			err = c.present()
		}
		if err == nil {
			return c, nil
		}
	}
	return Config{}, fmt.Errorf("brokers %s: %w", name, err)
}

// Read reads what such a file holds. A name that it does not know is an error.
func Read(data []byte) (Config, error) {
	var c Config
	if len(data) > MaxFile {
		return c, rule.Break("file", len(data), "must have at most 1 MiB")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return Config{}, shape(err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return Config{}, rule.Break("file", "another document", "must be one document")
	}
	return c, c.Validate()
}

// inType is how YAML's errors name our own types, which say nothing to who wrote the file.
var inType = regexp.MustCompile(` (in type|into) broker\.\w+`)

// shape tells in one line where a file has another shape than it should.
func shape(err error) error {
	wrong, ok := errors.AsType[*yaml.TypeError](err)
	if !ok {
		return err
	}
	return errors.New(inType.ReplaceAllString(strings.Join(wrong.Errors, "; "), ""))
}
