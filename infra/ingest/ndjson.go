package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"soin/infra/problem"
)

// maxLine is the longest line, in bytes, envelope included.
const maxLine = 2 << 20

// Line is one line of newline-delimited JSON: a CloudEvent, or why it is none.
type Line struct {
	Number   int // from 1, blank lines counted
	Delivery Delivery
	Err      error
}

// ReadNDJSON reads one CloudEvent in the JSON event format from each line. Blank lines
// are left out. A line that is no CloudEvent is yielded with the reason, and the
// reading goes on; an error that ends the reading is yielded last.
func ReadNDJSON(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		var text []byte
		for number := 1; ; number++ {
			var length int
			var end error
			text, length, end = readLine(in, text[:0])
			if end != nil && !errors.Is(end, io.EOF) {
				yield(Line{Number: number}, fmt.Errorf("read line %d: %w", number, end))
				return
			}
			if len(bytes.TrimSpace(text)) > 0 && !yield(parseLine(number, text, length), nil) || end != nil {
				return
			}
		}
	}
}

func parseLine(number int, text []byte, length int) Line {
	if length > maxLine {
		return Line{Number: number, Err: refuse(problem.TooLarge, "the line has %d bytes, more than %d", length, maxLine)}
	}
	d, err := ParseJSON(text)
	return Line{number, d, err}
}

// readLine appends a line to text. It keeps little more than maxLine bytes of it but
// counts them all. At the end of the input the error is io.EOF.
func readLine(in *bufio.Reader, text []byte) (line []byte, length int, err error) {
	for {
		piece, err := in.ReadSlice('\n')
		length += len(piece)
		text = append(text, piece[:min(len(piece), maxLine+1-len(text))]...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, length, err
		}
	}
}
