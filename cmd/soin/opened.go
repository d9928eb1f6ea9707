package main

import (
	"errors"
	"io"
	"slices"
)

// opened is what was opened, to be closed again in the reverse order.
type opened struct{ closers []io.Closer }

func (o *opened) keep(c io.Closer) { o.closers = append(o.closers, c) }

// Close closes all of it, whatever fails.
func (o *opened) Close() error {
	var err error
	for _, c := range slices.Backward(o.closers) {
		err = errors.Join(err, c.Close())
	}
	return err
}
