package instruments

import (
	"embed"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

//go:embed soin-v1.yaml csps.yaml plain.yaml
var files embed.FS

// builtIn names the embedded files.
var builtIn = [...]string{"soin-v1.yaml", "csps.yaml"}

// BuiltIn lists the instruments that need no file. It panics on a fault in one of them,
// which the first test of this package would meet.
func BuiltIn() []*Instrument {
	var all []*Instrument
	for _, name := range builtIn {
		read, err := Read(name, embedded(name))
		if err != nil {
			panic(err)
		}
		all = append(all, read...)
	}
	return all
}

func embedded(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return data
}

// plain is the layout of a table that somebody made for this import: it is what an
// instrument file without an import section means.
func plain() Layout {
	const name = "plain.yaml"
	l, err := readLayout(name, embedded(name))
	if err != nil {
		panic(err)
	}
	return l
}

// Open finds an instrument: the id of a built-in one, or the path of a file. A file with
// several documents is told which one by its id after a hash: "bank.yaml#bank-customer".
func Open(ref string) (*Instrument, error) {
	builtIn := BuiltIn()
	if in, found := pick(builtIn, ref); found {
		return in, nil
	}
	path, id, chosen := strings.Cut(ref, "#")
	data, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("instrument %q: it is neither built in (%s) nor a file that can be read: %w", ref, ids(builtIn), err)
	}
	read, err := Read(path, data)
	if err != nil {
		return nil, err
	}
	if len(read) == 1 && !chosen {
		return read[0], nil
	}
	if in, found := pick(read, id); found {
		return in, nil
	}
	return nil, fmt.Errorf("instrument %q: the file holds %s: choose one with %s#ID", ref, ids(read), path)
}

// readFile reads no more than an instrument file may have, and one byte to tell.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(f, MostBytes+1))
}

func pick(from []*Instrument, id string) (*Instrument, bool) {
	i := slices.IndexFunc(from, func(in *Instrument) bool { return in.ID == id })
	if i < 0 {
		return nil, false
	}
	return from[i], true
}

func ids(of []*Instrument) string {
	names := make([]string, len(of))
	for i, in := range of {
		names[i] = in.ID
	}
	return strings.Join(names, ", ")
}
