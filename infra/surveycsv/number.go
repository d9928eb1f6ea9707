package surveycsv

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"soin/infra/instruments"
)

// decimal is a number without a sign of percent. A comma is a decimal one: no value of a
// survey reaches a thousand.
var decimal = regexp.MustCompile(`^[+-]?[0-9]{1,9}([.,][0-9]{1,9})?$`)

// whole is a count of people.
var whole = regexp.MustCompile(`^[0-9]{1,9}$`)

// number reads a decimal, times ten to the power of shift, without rounding twice.
func number(cell string, shift int) (float64, bool) {
	if !decimal.MatchString(cell) {
		return 0, false
	}
	text := strings.Replace(cell, ",", ".", 1) + "e" + strconv.Itoa(shift)
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil
}

// percentage reads "91%" as 91, times ten to the power of shift.
func percentage(cell string, shift int) (float64, bool) {
	bare, signed := strings.CutSuffix(cell, "%")
	if !signed {
		return 0, false
	}
	return number(strings.TrimSpace(bare), shift)
}

// reading is one value of an item: its mean, or its favourable share.
type reading struct {
	value      float64
	favourable bool
}

// read reads a value in a scale. The rule that it breaks is told otherwise.
func read(cell string, scale instruments.Scale, low, high float64) (reading, string) {
	switch scale {
	case instruments.Percent:
		x, ok := percentage(cell, 0)
		return share(x, ok, `must be a share with its sign, from "0%" to "100%"`)
	case instruments.Points:
		x, ok := number(strings.TrimSpace(strings.TrimSuffix(cell, "%")), 0)
		return share(x, ok, "must be a share from 0 to 100")
	case instruments.Share:
		x, ok := number(cell, 2)
		return share(x, ok, "must be a share from 0 to 1")
	case instruments.Auto:
		if strings.HasSuffix(cell, "%") {
			return read(cell, instruments.Percent, low, high)
		}
		x, ok := number(cell, 0)
		return mean(x, ok, low, high, ", or a share with its sign")
	}
	x, ok := number(cell, 0)
	return mean(x, ok, low, high, "")
}

func share(x float64, ok bool, broken string) (reading, string) {
	if !ok || x < 0 || x > 100 {
		return reading{}, broken
	}
	return reading{x, true}, ""
}

func mean(x float64, ok bool, low, high float64, or string) (reading, string) {
	if !ok || x < low || x > high {
		return reading{}, fmt.Sprintf("must be a mean from %v to %v%s", low, high, or)
	}
	return reading{x, false}, ""
}

// rate reads "78%" or "0.78" as 0.78.
func rate(cell string) (float64, bool) {
	x, ok := percentage(cell, -2)
	if !ok {
		x, ok = number(cell, 0)
	}
	return x, ok && x >= 0 && x <= 1
}

// count reads a number of people.
func count(cell string) (int, bool) {
	if !whole.MatchString(cell) {
		return 0, false
	}
	n, err := strconv.Atoi(cell)
	return n, err == nil && n <= 10_000_000
}
