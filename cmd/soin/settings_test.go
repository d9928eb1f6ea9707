package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/knadh/koanf/v2"
)

// A settings file is understood whole or refused: every setting it leaves behind is one
// that exists, and is text.
func FuzzSettingsFile(f *testing.F) {
	f.Add([]byte("data: /tmp/x\nlisten: 127.0.0.1:0\n"))
	f.Add([]byte("log-level: [debug]\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("? {x: y}\n: z\n"))
	f.Add([]byte("data: \xff\x00\n---\nlisten: 1\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "soin.yaml")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		k := koanf.New(".")
		if err := loadFile(k, path); err != nil {
			return
		}
		for _, name := range k.Keys() {
			if name == configKey || newRoot().PersistentFlags().Lookup(name) == nil {
				t.Errorf("%q was taken for a setting", name)
			}
			if _, text := k.Get(name).(string); !text {
				t.Errorf("%s is %v", name, k.Get(name))
			}
		}
	})
}

// elaborate is an error that says more when asked for details, as those of some libraries do.
type elaborate struct{ error }

func (e elaborate) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, e.Error()+"\nat main.go:1") }

func TestAnErrorIsOneLineInTheLog(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		log, err := settings{LogLevel: "info", LogFormat: format}.logger(&out)
		if err != nil {
			t.Fatal(err)
		}
		log.Warn("away", "error", elaborate{errors.New("no route")})
		if !strings.Contains(out.String(), "no route") || strings.Contains(out.String(), "main.go") {
			t.Errorf("%s: %s", format, &out)
		}
	}
}
