package vault_test

import (
	"bytes"
	"testing"

	"soin/infra/vault"
)

func TestASealerOpensItsOwnAtItsPlaceOnly(t *testing.T) {
	sealer := func(k byte, use string) *vault.Sealer {
		s, err := vault.Key{k}.Sealer(use)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	ours := sealer(1, "poison")
	sealed := ours.Seal("here", []byte("la porte coince"))
	if got, err := sealer(1, "poison").Open("here", sealed); err != nil || string(got) != "la porte coince" || bytes.Contains(sealed, []byte("porte")) {
		t.Errorf("%q, %v from %q", got, err, sealed)
	}
	for what, open := range map[string]func() ([]byte, error){
		"another key":   func() ([]byte, error) { return sealer(2, "poison").Open("here", sealed) },
		"another use":   func() ([]byte, error) { return sealer(1, "other").Open("here", sealed) },
		"another place": func() ([]byte, error) { return ours.Open("there", sealed) },
		"less of it":    func() ([]byte, error) { return ours.Open("here", sealed[1:]) },
		"nothing":       func() ([]byte, error) { return ours.Open("here", nil) },
	} {
		if got, err := open(); err == nil {
			t.Errorf("with %s it opens as %q", what, got)
		}
	}
	if bytes.Equal(ours.Mark([]byte("a")), sealer(2, "poison").Mark([]byte("a"))) || !bytes.Equal(ours.Mark([]byte("a")), sealer(1, "poison").Mark([]byte("a"))) {
		t.Error("a mark is the key's and the bytes'")
	}
}
