package ingest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"soin/infra/ingest"
	"soin/infra/memstore"
	"soin/infra/problem"
)

// line is a delivery as a line of NDJSON.
func line(t rapid.TB, d ingest.Delivery) string {
	t.Helper()
	text, err := json.Marshal(cloudEvent(d))
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

// publish publishes everything and gathers what was reported.
func publish(t rapid.TB, door *ingest.Door, r io.Reader) (tally ingest.Tally, refused []ingest.Refusal, err error) {
	t.Helper()
	var last ingest.Progress
	tally, err = ingest.Publish(context.Background(), door, r, func(p ingest.Progress) {
		if p.Line <= last.Line {
			t.Fatalf("line %d is reported behind line %d", p.Line, last.Line)
		}
		last = p
		refused = append(refused, p.Refused...)
	})
	if last.Tally != tally {
		t.Fatalf("the last report is %+v, the tally %+v", last.Tally, tally)
	}
	return tally, refused, err
}

func TestABadLineIsReportedAndDoesNotStopTheRest(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	input := line(t, formed("a")) + // 1
		"\n \t\r\n" + // 2, 3: blank
		"{\n" + // 4
		line(t, headcount("a", 1)) + // 5
		line(t, about("a", "team.renamed", "r", `{"name":""}`)) + // 6
		line(t, formed("a")) + // 7: a duplicate
		strings.Repeat("x", 3<<20) + "\n" + // 8
		line(t, headcount("b", 1)) + // 9: nobody formed b
		strings.TrimSpace(line(t, headcount("a", 2))) // 10: the last one, without an end
	tally, refused, err := publish(t, door, iotest.OneByteReader(strings.NewReader(input)))
	if err != nil || tally != (ingest.Tally{Accepted: 3, Duplicates: 1, Parked: 1, Refused: 3}) {
		t.Fatalf("%+v, %v", tally, err)
	}
	for i, want := range []struct {
		line int
		code problem.Code
	}{{4, problem.Malformed}, {6, problem.Invalid}, {8, problem.TooLarge}} {
		if got := refused[i]; got.Line != want.line || problem.Of(got.Err).Code != want.code {
			t.Errorf("got line %d: %v, want %+v", got.Line, got.Err, want)
		}
	}
	if n := len(stored(t, store)); n != 3 {
		t.Errorf("%d events are stored", n)
	}
}

func TestThousandsOfRefusalsAreHandedOnAsTheyCome(t *testing.T) {
	door, _ := opened(memstore.New())
	most, reports := 0, 0
	tally, err := ingest.Publish(t.Context(), door, strings.NewReader(strings.Repeat("x\n", 5500)), func(p ingest.Progress) {
		most = max(most, len(p.Refused))
		reports++
	})
	if err != nil || tally.Refused != 5500 || most > 1000 || reports != 6 {
		t.Errorf("%+v, %v: %d at once, %d reports", tally, err, most, reports)
	}
}

func TestLargeLinesAreNotHoardedUntilThereAreManyOfThem(t *testing.T) {
	door, _ := opened(memstore.New())
	large := fmt.Sprintf(`{"name":"x","more":%q}`, strings.Repeat("x", 400_000))
	var input strings.Builder
	for n := range 9 {
		input.WriteString(line(t, about(fmt.Sprint(n), "team.formed", "1", large)))
	}
	var steps []int
	_, err := ingest.Publish(t.Context(), door, strings.NewReader(input.String()), func(p ingest.Progress) { steps = append(steps, p.Line) })
	if err != nil || !slices.Equal(steps, []int{3, 6, 9}) {
		t.Errorf("steps end at lines %v, %v", steps, err)
	}
}

func TestWhatFailsOnOurSideStopsThePublication(t *testing.T) {
	failure := errors.New("the disk is full")
	store := broken{memstore.New(), "team-b", failure}
	door, _ := opened(store)
	var input strings.Builder
	for n := range 1500 {
		switch n {
		case 7:
			input.WriteString(line(t, formed("b")))
		default:
			input.WriteString(line(t, formed(fmt.Sprint("a", n))))
		}
	}
	tally, refused, err := publish(t, door, strings.NewReader(input.String()))
	if !errors.Is(err, failure) || !strings.Contains(err.Error(), "line 8:") || len(refused) != 0 || tally.Accepted != 999 {
		t.Errorf("%+v, %v, %v", tally, refused, err)
	}
}

func TestWhatWasReadBeforeTheReadingFailedIsRecorded(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	failure := errors.New("the network is gone")
	input := io.MultiReader(strings.NewReader(line(t, formed("a"))+"{"), iotest.ErrReader(failure))
	tally, _, err := publish(t, door, input)
	if !errors.Is(err, failure) || !strings.Contains(err.Error(), "line 2") || tally.Accepted != 1 || len(stored(t, store)) != 1 {
		t.Errorf("%+v, %v", tally, err)
	}
}

func TestAPublicationEndsWithItsContext(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	ended, end := context.WithCancel(t.Context())
	end()
	_, err := ingest.Publish(ended, door, strings.NewReader(line(t, formed("a"))), func(ingest.Progress) {})
	if !errors.Is(err, context.Canceled) || len(stored(t, store)) != 0 {
		t.Error(err)
	}
}

func TestPublishingTwiceRecordsNothingNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store := memstore.New()
		door, _ := opened(store)
		kinds := rapid.SampledFrom([]string{"formed", "headcount", "dissolved", "broken", "blank"})
		var input bytes.Buffer
		input.WriteString(line(t, formed("a")) + line(t, formed("b")))
		for _, kind := range rapid.SliceOfN(kinds, 0, 40).Draw(t, "lines") {
			team, n := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "team"), rapid.IntRange(0, 3).Draw(t, "n")
			switch kind {
			case "formed":
				input.WriteString(line(t, about(team, "team.formed", fmt.Sprint("formed", n), fmt.Sprintf(`{"name":"%d"}`, n))))
			case "headcount":
				input.WriteString(line(t, headcount(team, n)))
			case "dissolved":
				input.WriteString(line(t, about(team, "team.dissolved", fmt.Sprint("dissolved", n), `{}`)))
			case "broken":
				input.WriteString(rapid.StringMatching(`[^\n]*`).Draw(t, "text") + "\n")
			default:
				input.WriteByte('\n')
			}
		}
		first, _, err := publish(t, door, bytes.NewReader(input.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		recorded := len(stored(t, store))
		second, _, err := publish(t, door, bytes.NewReader(input.Bytes()))
		want := ingest.Tally{Duplicates: first.Accepted + first.Duplicates, Refused: first.Refused}
		if err != nil || second != want || len(stored(t, store)) != recorded {
			t.Fatalf("first %+v, then %+v, %v", first, second, err)
		}
	})
}

func FuzzEveryLineIsADeliveryOrAReason(f *testing.F) {
	f.Add([]byte("\n{}\r\n" + `{` + fine + `,"data":{"name":"x"}}` + "\n\nx"))
	f.Add([]byte(`{"data_base64":5,` + fine + "}\n\x00"))
	f.Fuzz(func(t *testing.T, input []byte) {
		number := 0
		for line, err := range ingest.ReadNDJSON(bytes.NewReader(input)) {
			if err != nil || line.Number <= number {
				t.Fatalf("line %d behind line %d, %v", line.Number, number, err)
			}
			number = line.Number
			if text := bytes.Split(input, []byte("\n"))[number-1]; len(bytes.TrimSpace(text)) == 0 {
				t.Fatalf("line %d is blank", number)
			}
			if line.Err != nil && problem.Of(line.Err).Code.Ours() {
				t.Fatalf("our fault: %v", line.Err)
			}
		}
	})
}

func BenchmarkPublish(b *testing.B) {
	var input bytes.Buffer
	const events = 2000
	for n := range events {
		input.WriteString(line(b, about(fmt.Sprint(n), "team.formed", "1",
			`{"name":"Accueil et orientation","parentId":"direction-7","kind":"service","contexts":["telework","night"]}`)))
	}
	b.SetBytes(int64(input.Len()))
	for b.Loop() {
		door, _ := opened(memstore.New())
		tally, err := ingest.Publish(b.Context(), door, bytes.NewReader(input.Bytes()), func(ingest.Progress) {})
		if err != nil || tally.Accepted != events {
			b.Fatal(tally, err)
		}
	}
	b.ReportMetric(float64(b.N*events)/b.Elapsed().Seconds(), "events/s")
}
