package main

import (
	"os"
	"path/filepath"
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
