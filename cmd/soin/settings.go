package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"soin/domain/calendar"
)

// settings are what every command may be told. Flags come before the environment, the
// environment before the file, the file before the defaults.
type settings struct {
	Data      string `koanf:"data"`
	Store     string `koanf:"store"`
	Instance  string `koanf:"instance"`
	Listen    string `koanf:"listen"`
	LogLevel  string `koanf:"log-level"`
	LogFormat string `koanf:"log-format"`
	KeyFile   string `koanf:"key-file"`
	Model     string `koanf:"model"`
	Brokers   string `koanf:"brokers"`
	ESDB      string `koanf:"esdb"`
	ESDBCert  string `koanf:"esdb-cert"`
	ESDBKey   string `koanf:"esdb-key"`
	ESDBUsers string `koanf:"esdb-users"`

	log      *slog.Logger         // for the operator
	today    func() calendar.Date // what asOf means when it is not given; the clock's when nil
	patience time.Duration        // until a cluster must have answered at the start; 0 for as long as it takes
}

const (
	envPrefix     = "SOIN_"
	configKey     = "config"
	maxConfigSize = 1 << 20 // bytes
)

func defineSettings(flags *pflag.FlagSet) {
	flags.String("data", defaultData(), "directory that holds the facts")
	flags.String("store", "", "cluster that holds the facts instead, as an EventStoreDB connection string: esdb://...")
	flags.String("instance", "", "name of this Soin among those of a cluster (default the machine's name)")
	flags.String("listen", "127.0.0.1:8080", "address to serve on; port 0 takes a free one")
	flags.String("brokers", "", "file that names message brokers to publish facts to and to take facts from, YAML")
	flags.String("esdb", "", "address on which serve answers EventStoreDB clients, for example 127.0.0.1:2113; none when empty")
	flags.String("esdb-cert", "", "certificate for --esdb, PEM; without one, only this machine is answered")
	flags.String("esdb-key", "", "private key of that certificate, PEM")
	flags.String("esdb-users", "", "who may read and publish over --esdb: a file of lines as soin esdb-user prints")
	flags.String("model", "", "care model to score with, a file as of \"soin model show\"; the built-in one when empty")
	flags.String("log-level", "info", "debug, info, warn or error")
	flags.String("log-format", "text", "text or json")
	flags.String("key-file", "", "file with the key that opens the vault (default vault.key in the data directory)")
	flags.String(configKey, "", "settings file, YAML with the names of these flags")
}

// defaultData follows the XDG base directories.
func defaultData() string {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "soin")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "soin-data"
	}
	return filepath.Join(home, ".local", "share", "soin")
}

// settingsOf gathers the settings of a command line.
func settingsOf(cmd *cobra.Command) (settings, error) {
	flags := cmd.Root().PersistentFlags()
	k := koanf.New(".")
	path, err := flags.GetString(configKey)
	if err != nil {
		return settings{}, err
	}
	if path == "" {
		path = os.Getenv(envPrefix + "CONFIG")
	}
	if path != "" {
		if err := loadFile(k, path); err != nil {
			return settings{}, &usageError{err}
		}
	}
	if err := errors.Join(
		k.Load(env.Provider(".", env.Opt{Prefix: envPrefix, TransformFunc: settingName}), nil),
		k.Load(posflag.Provider(flags, ".", k), nil),
	); err != nil {
		return settings{}, err
	}
	s := settings{patience: reachable}
	if err := k.Unmarshal("", &s); err != nil {
		return settings{}, &usageError{fmt.Errorf("settings: %w", err)}
	}
	s.log, err = s.logger(cmd.ErrOrStderr())
	return s, err
}

// day is what asOf means when it is not given.
func (s settings) day() calendar.Date {
	if s.today != nil {
		return s.today()
	}
	return calendar.Of(time.Now())
}

// settingName turns SOIN_LOG_LEVEL into log-level.
func settingName(key, value string) (string, any) {
	name := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(key, envPrefix), "_", "-"))
	if name == configKey || value == "" {
		return "", nil // not a setting, or one that is not set
	}
	return name, value
}

// loadFile reads a settings file and refuses names it does not know: a setting that is
// spelled wrong would otherwise be silently without effect.
func loadFile(k *koanf.Koanf, path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return fmt.Errorf("settings file: %w", err)
	case info.Size() > maxConfigSize:
		return fmt.Errorf("settings file %s is larger than 1 MiB", path)
	}
	if err := k.Load(file.Provider(path), yaml.Parser()); err != nil {
		return fmt.Errorf("settings file %s: %w", path, err)
	}
	known := settingNames()
	for _, name := range k.Keys() {
		if !slices.Contains(known, name) {
			return fmt.Errorf("settings file %s: %q is no setting; there are %s", path, name, strings.Join(known, ", "))
		}
		if _, text := k.Get(name).(string); !text {
			return fmt.Errorf("settings file %s: %s must be text (got %v)", path, name, k.Get(name))
		}
	}
	return nil
}

// settingNames are the names of all settings, in order.
func settingNames() (names []string) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	defineSettings(flags)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name != configKey {
			names = append(names, f.Name)
		}
	})
	return names
}

// logger writes to w as the settings say.
func (s settings) logger(w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		return nil, &usageError{fmt.Errorf("log-level %q must be debug, info, warn or error", s.LogLevel)}
	}
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: errorsInOneLine}
	switch s.LogFormat {
	case "text":
		return slog.New(slog.NewTextHandler(w, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, options)), nil
	}
	return nil, &usageError{fmt.Errorf("log-format %q must be text or json", s.LogFormat)}
}

// errorsInOneLine writes errors as their text: some would add where in the code they were made.
func errorsInOneLine(_ []string, a slog.Attr) slog.Attr {
	if err, ok := a.Value.Any().(error); ok {
		a.Value = slog.StringValue(err.Error())
	}
	return a
}
