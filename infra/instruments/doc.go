// Package instruments reads instrument files: which questions are asked, what each tells
// about care, and how the tables another tool publishes about them are to be read.
//
// A file is YAML. Each of its documents is one instrument for one audience, because that
// is what instrument.published says; a questionnaire with parts for the team, its manager
// and its customers is one file of several documents. Reading is strict: an unknown key,
// a word outside the vocabulary, a code that would mean two questions in one year is a
// [Fault] with its file, line, column, value and rule, and all faults of a file come
// together. An instrument that was read is valid and immutable, and safe for concurrent
// use.
//
// What a column of a table means is decided here and nowhere else, by [Instrument.Column]:
// a code that the file does not know for that wave is unknown and is never guessed.
//
// Two files are built in. soin-v1 is the question bank of the care model; csps maps the
// Civil Service People Survey of the United Kingdom.
package instruments
