package table_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"soin/infra/instruments"
	"soin/infra/surveycsv/table"
)

func read(t *testing.T, data string) *table.Table {
	t.Helper()
	read, err := table.Read("x.csv", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

const plain = "Équipe,Q01\nl’accueil,91%\n"

func encoded(t *testing.T, encode func([]byte) ([]byte, error)) string {
	t.Helper()
	data, err := encode([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestEveryEncodingGivesTheSameTable(t *testing.T) {
	utf16 := func(e unicode.Endianness) string {
		return encoded(t, unicode.UTF16(e, unicode.UseBOM).NewEncoder().Bytes)
	}
	windows := encoded(t, charmap.Windows1252.NewEncoder().Bytes)
	if !strings.Contains(windows, "\x92") {
		t.Fatal("the apostrophe of Windows-1252 is byte 0x92")
	}
	for name, data := range map[string]string{
		"UTF-8": plain, "UTF-8 with a mark": "\ufeff" + plain,
		"UTF-16 big": utf16(unicode.BigEndian), "UTF-16 small": utf16(unicode.LittleEndian), "Windows-1252": windows,
	} {
		got := read(t, data)
		if !slices.Equal(got.Header, []string{"Équipe", "Q01"}) || !slices.Equal(got.Rows[0].Cells, []string{"l’accueil", "91%"}) {
			t.Errorf("%s: %q, %v", name, got.Header, got.Rows)
		}
		if !strings.HasPrefix(name, got.Encoding) {
			t.Errorf("%s was taken for %s", name, got.Encoding)
		}
	}
}

func TestLinesMayEndInAnyWay(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		got := read(t, strings.Join([]string{"a,b", `1,"x` + end + `y"`, "3,4"}, end))
		if len(got.Rows) != 2 || got.Rows[1].Cell(1) != "4" {
			t.Fatalf("%q: %v", end, got.Rows)
		}
		if cell := got.Rows[0].Cell(1); cell != "x\ny" || got.Rows[1].Line != 4 {
			t.Errorf("%q: the quoted line break became %q, the row after it stands in line %d", end, cell, got.Rows[1].Line)
		}
	}
}

func TestLinesAreThoseOfTheFile(t *testing.T) {
	got := read(t, "\n\na,b\n\n\"x\ny\",2\n,\n3,4\n")
	if got.Line != 3 || got.Rows[0].Line != 5 || got.Rows[1].Line != 8 {
		t.Errorf("header %d, rows %d and %d", got.Line, got.Rows[0].Line, got.Rows[1].Line)
	}
}

func TestEmptyColumnsAndRowsAtTheEndAreNotThere(t *testing.T) {
	got := read(t, "a,b,,,\n1,2,,,\n,,,,\n , ,\n")
	if len(got.Header) != 2 || len(got.Rows) != 1 || len(got.Rows[0].Cells) != 2 {
		t.Errorf("%q, %v", got.Header, got.Rows)
	}
	if got.Rows[0].Cell(2) != "" || got.Rows[0].Cell(-1) != "" {
		t.Error("a cell that is not there is not empty")
	}
}

func TestTheSeparatorIsTheOneThatSeparates(t *testing.T) {
	for data, want := range map[string][]string{
		"a;b;c\n1,5;2;3\n":           {"a", "b", "c"},
		"a\tb, or c\td\n1\t2\t3\n":   {"a", "b, or c", "d"},
		"\"a;b;c;d\",e,f\n1,2,3\n":   {"a;b;c;d", "e", "f"},
		"title\na,b;c;d;e\n1;2;3;4 ": {"title"},
		"single\n1\n":                {"single"},
	} {
		if got := read(t, data); !slices.Equal(got.Header, want) {
			t.Errorf("%q: %q, want %q", data, got.Header, want)
		}
	}
}

func TestALimitIsToldWithItsPlace(t *testing.T) {
	wide := strings.Repeat("x,", table.MostColumns)
	for name, tt := range map[string]struct{ data, want string }{
		"nothing":          {"", "x.csv: "},
		"only white space": {" \n,,\n", "x.csv: "},
		"bytes":            {strings.Repeat("\n", table.MostBytes+1), "x.csv: 67108865 bytes are more than the 64 MiB"},
		"columns":          {"a\n" + wide + "x\n", "x.csv:2:2001: \"record\" has more than 2000 columns"},
		"raw columns":      {"a\n" + strings.Repeat(",", 1<<14) + "\n", "x.csv:2: \"record\" has more than 16384 cells"},
		"a cell":           {"a,b\n1," + strings.Repeat("é", table.LongestCell+1), "x.csv:2:2: "},
		"rows":             {"a" + strings.Repeat("\n1", table.MostRows+1), "x.csv:100002: \"table\" has more than 100000 rows"},
		"cells":            {strings.Repeat(wide+"\n", table.MostCells/table.MostColumns+2), "has more than 5000000 cells"},
		"a quote":          {"a,b\n1,2\n3,4\"5\n", "x.csv:3: \"quote\" goes wrong at line 3"},
		"an open quote":    {"a,b\n1,\"2\n3,4\n", "x.csv:2: \"quote\" goes wrong"},
		"no text":          {"a,b\n\x00\x01", "x.csv:2: \"NUL\" stands in the text"},
		"a broken mark":    {"\ufeffa\xff", "x.csv: \"byte order mark of UTF-8\" stands before bytes that are not UTF-8"},
	} {
		_, err := table.Read("x.csv", []byte(tt.data))
		var faults *instruments.Faults
		if !errors.As(err, &faults) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %.200v, want %s", name, err, tt.want)
		}
	}
}

func TestTheLongestCellIsRead(t *testing.T) {
	read(t, "a\n"+strings.Repeat("é", table.LongestCell))
}

func TestAFileIsReadNoFurtherThanItsLimit(t *testing.T) {
	data, err := table.ReadBytes(endless{})
	if err != nil || len(data) != table.MostBytes+1 {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestAColumnThatIsNotThereIsNamed(t *testing.T) {
	got, err := table.Open(fstest.MapFS{"x.csv": {Data: []byte("a,b\n")}}, "x.csv")
	if err != nil {
		t.Fatal(err)
	}
	if i, err := got.Column("b"); i != 1 || err != nil {
		t.Errorf("%d, %v", i, err)
	}
	if _, err := got.Column("c"); err == nil || !strings.Contains(err.Error(), `x.csv:1: "c" must be the header of a column`) {
		t.Errorf("got %v", err)
	}
}

// What a table says does not depend on the way it is written.
func TestWhateverIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[a-zé0-9%][a-zé ,;"\n]{0,6}[a-zé.]`)
		width := rapid.IntRange(2, 5).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 6).Draw(t, "rows")
		sep := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "separator")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "end")
		var b bytes.Buffer
		for _, row := range append([][]string{make([]string, width)}, rows...) {
			for i, c := range row {
				if c == "" {
					c = "h" + string(rune('a'+i))
				}
				b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
				if i < width-1 {
					b.WriteString(sep)
				}
			}
			b.WriteString(end)
		}
		got, err := table.Read("x.csv", b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range got.Rows {
			if !slices.Equal(row.Cells, rows[i]) {
				t.Fatalf("row %d is %q, was %q", i, row.Cells, rows[i])
			}
		}
		if len(got.Rows) != len(rows) {
			t.Fatalf("%d rows, were %d", len(got.Rows), len(rows))
		}
	})
}

func FuzzReadNeverPanics(f *testing.F) {
	for _, seed := range []string{
		plain, "\ufeff" + plain, "a;b\r1;\"2\r3\"\r", "a,b\n\"", "\xfe\xff\x00a", "\xff\xfea", "a\x92,b\n", strings.Repeat(",", 1<<15), "\"\"\"\n\r\n\r\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := table.Read("x.csv", data)
		if err != nil {
			return
		}
		if len(got.Header) == 0 || len(got.Header) > table.MostColumns {
			t.Fatalf("%d headers", len(got.Header))
		}
		line := got.Line
		for _, row := range got.Rows {
			if row.Line <= line || len(row.Cells) == 0 || row.Cells[len(row.Cells)-1] == "" {
				t.Fatalf("line %d after %d: %q", row.Line, line, row.Cells)
			}
			line = row.Line
		}
	})
}
