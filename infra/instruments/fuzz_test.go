package instruments_test

import (
	"testing"

	"soin/infra/instruments"
)

// Whatever stands in an instrument file, it is read whole or refused; what was read keeps
// every promise of an instrument.
func FuzzReadNeverPanics(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte("a: &a [*a, *a]"))
	f.Add([]byte("id: a\nversion: '1'\nsince: 2020-01-01\naudience: team\nitems: [{id: x, min: 1, max: 5}]\n"))
	f.Add([]byte("items: [{min: .nan, max: .inf}]"))
	f.Add([]byte("- \n-\t!!binary x\n? [a]\n: b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := instruments.Read("fuzz.yaml", data)
		if (err == nil) != (len(all) > 0) {
			t.Fatalf("%d instruments and %v", len(all), err)
		}
		for _, in := range all {
			if len(in.Questions) == 0 {
				t.Fatalf("%s was read without a question", in.ID)
			}
			w, err := in.Wave("2020")
			if err != nil {
				continue
			}
			for _, header := range []string{"", "A1", "team", string(data[:min(len(data), 100)])} {
				if c, err := in.Column(header, w); err == nil && c.Use == instruments.Answers && c.Question >= len(in.Questions) {
					t.Fatalf("%q is question %d of %d", header, c.Question, len(in.Questions))
				}
			}
		}
	})
}
