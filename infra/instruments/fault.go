package instruments

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"soin/domain/rule"
)

// Fault is one value in a file that breaks one rule. In text, Column counts characters;
// in a table it counts columns. Both and Line start at 1 and are 0 where a rule speaks of
// the whole file.
type Fault struct {
	File         string
	Line, Column int
	rule.Violation
}

func (f *Fault) Error() string {
	where := f.File
	if f.Line > 0 {
		where += fmt.Sprintf(":%d", f.Line)
	}
	if f.Column > 0 {
		where += fmt.Sprintf(":%d", f.Column)
	}
	if f.Path == "" {
		return fmt.Sprintf("%s: %s %s", where, f.Value, f.Rule)
	}
	return fmt.Sprintf("%s: %s", where, f.Violation.Error())
}

// Unwrap makes a fault count as the violation it is.
func (f *Fault) Unwrap() error { return &f.Violation }

// NewFault shows the value shortened and quoted where it is text. An empty path stands
// for the value itself.
func NewFault(file string, line, column int, path string, value any, broken string) *Fault {
	v, _ := errors.AsType[*rule.Violation](rule.Break(path, value, broken)) // which is what it returns
	return &Fault{File: file, Line: line, Column: column, Violation: *v}
}

// Violations lists the rules that an error of package rule says are broken.
func Violations(err error) []*rule.Violation {
	broken, _ := errors.AsType[rule.Broken](rule.All(err))
	return broken
}

// Faults is what is wrong with a file, never empty. It keeps the first
// [MostFaults] and counts the rest.
type Faults struct {
	List []*Fault
	More int
}

// MostFaults bounds how many faults of one file are told.
const MostFaults = 50

// Add keeps a fault, or counts it.
func (f *Faults) Add(fault *Fault) {
	if !f.Full() {
		f.List = append(f.List, fault)
		return
	}
	f.More++
}

// Full holds when a further fault would only be counted.
func (f *Faults) Full() bool { return len(f.List) == MostFaults }

// Err is nil without faults, and tells them in the order of the file.
func (f *Faults) Err() error {
	if len(f.List) == 0 {
		return nil
	}
	slices.SortStableFunc(f.List, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return f
}

func (f *Faults) Error() string {
	lines := make([]string, 0, len(f.List)+1)
	for _, fault := range f.List {
		lines = append(lines, fault.Error())
	}
	if f.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", f.More))
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the faults to errors.As.
func (f *Faults) Unwrap() []error {
	errs := make([]error, len(f.List))
	for i, fault := range f.List {
		errs[i] = fault
	}
	return errs
}
