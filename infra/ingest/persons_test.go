package ingest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
	"soin/infra/parking"
	"soin/infra/problem"
	"soin/infra/sqlitestore"
	"soin/infra/vault"
)

// house is a door with everything it stands on, in a folder.
type house struct {
	folder string
	store  *sqlitestore.Store
	log    *event.Log
	vault  *vault.Vault
	parked *parking.Parking
	door   *ingest.Door
}

func newHouse(t testing.TB, folder string, options ...ingest.Option) *house {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	store, err := sqlitestore.Open(filepath.Join(folder, sqlitestore.FileName), today)
	must(err)
	waiting, err := sqlitestore.Open(filepath.Join(folder, "parked.db"), today)
	must(err)
	v, err := vault.Open(filepath.Join(folder, vault.FileName), filepath.Join(folder, vault.KeyFileName))
	must(err)
	parked, err := parking.Open(t.Context(), waiting, today)
	must(err)
	t.Cleanup(func() {
		if err := errors.Join(store.Close(), waiting.Close(), v.Close()); err != nil {
			t.Error(err)
		}
	})
	log := event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
	options = append([]ingest.Option{ingest.WithVault(v), ingest.WithParking(parked)}, options...)
	return &house{folder, store, log, v, parked, ingest.NewDoor(log, today, options...)}
}

func thanked(id, from, to, message string) ingest.Delivery {
	return about(id, "recognition.given", id, fmt.Sprintf(
		`{"teamId":"lille","from":%q,"to":%q,"kind":"effort","message":%q}`, from, to, message))
}

// inTurn has deliveries recorded one after the other.
func inTurn(t *testing.T, door *ingest.Door, deliveries ...ingest.Delivery) {
	t.Helper()
	for _, d := range deliveries {
		if o := accept(t, door, d)[0]; o.Err != nil || o.Parked != nil {
			t.Fatalf("%+v", o)
		}
	}
}

// payload is one stored payload as plain values.
func payload(t *testing.T, r event.RawRecorded) map[string]string {
	t.Helper()
	fields := map[string]string{}
	if err := json.Unmarshal(r.Data, &fields); err != nil {
		t.Fatal(err)
	}
	return fields
}

func TestWhoIsToldOfStandsUnderAPseudonymAndWhatTheyWroteIsSealed(t *testing.T) {
	h := newHouse(t, t.TempDir())
	inTurn(t, h.door, thanked("1", "ana", "bo", "bravo"), thanked("2", "bo", "ana", "bravo"))
	all := stored(t, h.store)
	one, two := payload(t, all[0]), payload(t, all[1])
	if one["from"] != two["to"] || one["to"] != two["from"] || one["from"] == one["to"] || !strings.HasPrefix(one["from"], "p_") {
		t.Errorf("%v\n%v", one, two)
	}
	if one["message"] == two["message"] || !strings.HasPrefix(one["message"], "s_") || one["teamId"] != "lille" || one["kind"] != "effort" {
		t.Errorf("%v\n%v", one, two)
	}
	at := vault.Place{Stream: "recognition-1", Source: "urn:soin:test", ID: "1", Path: "message"}
	if text, err := h.vault.Open(t.Context(), at, one["message"]); err != nil || text != "bravo" {
		t.Errorf("%q, %v", text, err)
	}
	// The one named first has sealed it: with them goes their text.
	if _, _, err := h.vault.Erase(t.Context(), "bo"); err != nil {
		t.Fatal(err)
	}
	if text, err := h.vault.Open(t.Context(), at, one["message"]); err != nil || text != "bravo" {
		t.Errorf("%q, %v", text, err)
	}
	at = vault.Place{Stream: "recognition-2", Source: "urn:soin:test", ID: "2", Path: "message"}
	if _, err := h.vault.Open(t.Context(), at, two["message"]); !errors.Is(err, vault.ErrWithheld) {
		t.Error(err)
	}
}

func TestEverythingElseOfAPayloadStaysByteForByte(t *testing.T) {
	h := newHouse(t, t.TempDir())
	outcome := accept(t, h.door, about("1", "recognition.given", "1",
		`{ "later" : {"from":"kept", "list":[{"to":"k\u00e9pt"},1.50,null]}, "\u0066rom":"\u0061na","to":"bo","teamId":"l\u00e9","kind":"effort","x":"}]\"" }`))[0]
	if outcome.Err != nil {
		t.Fatal(outcome.Err)
	}
	names := []vault.Name{vault.Member("ana"), vault.Member("bo")}
	persons, err := h.vault.Persons(t.Context(), names)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"later":{"from":"kept","list":[{"to":"k\u00e9pt"},1.50,null]},"\u0066rom":"` + persons[0].Pseudonym() +
		`","to":"` + persons[1].Pseudonym() + `","teamId":"l\u00e9","kind":"effort","x":"}]\""}`
	if got := string(stored(t, h.store)[0].Data); got != want {
		t.Errorf("stored %s\nwant   %s", got, want)
	}
}

func TestARedeliveryIsKnownAgainAlsoAfterARestart(t *testing.T) {
	folder := t.TempDir()
	t.Run("before", func(t *testing.T) {
		h := newHouse(t, folder)
		for i, o := range accept(t, h.door, thanked("1", "ana", "bo", "bravo"), thanked("1", "ana", "bo", "bravo")) {
			if o.Err != nil || o.Receipt.Duplicate != (i == 1) {
				t.Errorf("%+v", o)
			}
		}
	})
	t.Run("after", func(t *testing.T) {
		h := newHouse(t, folder)
		if o := accept(t, h.door, thanked("1", "ana", "bo", "bravo"))[0]; o.Err != nil || !o.Receipt.Duplicate {
			t.Errorf("%+v", o)
		}
		for _, other := range []ingest.Delivery{thanked("1", "ana", "bo", "bravo!"), thanked("1", "ana", "cy", "bravo")} {
			if o := accept(t, h.door, other)[0]; o.Err == nil || problem.Of(o.Err).Code != problem.IDTaken {
				t.Errorf("%+v", o)
			}
		}
	})
}

// again is a log read back as deliveries.
func again(t *testing.T, store event.Store) []ingest.Delivery {
	t.Helper()
	var all []ingest.Delivery
	for _, r := range stored(t, store) {
		line, err := ingest.FormatJSON(r)
		if err != nil {
			t.Fatal(err)
		}
		d, err := ingest.ParseJSON(line)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

func TestALogReadBackIsKnownAgain(t *testing.T) {
	folder := t.TempDir()
	long := strings.Repeat("é", 2000)
	h := newHouse(t, folder)
	inTurn(t, h.door, thanked("1", "ana", "bo", long), thanked("2", "ana", "bo", "x"),
		about("i", "irritant.reported", "1", `{"teamId":"lille","severity":1,"axis":"self","title":"la porte","token":"secret"}`))
	if _, _, err := h.vault.Erase(t.Context(), "ana"); err != nil {
		t.Fatal(err)
	}
	history := ingest.NewDoor(h.log, today, ingest.WithVault(h.vault), ingest.AsHistory())
	for i, o := range accept(t, history, again(t, h.store)...) {
		if o.Err != nil || !o.Receipt.Duplicate {
			t.Errorf("fact %d: %+v", i, o)
		}
	}
	copied := memstore.New()
	copyLog := event.NewLog(copied, domain.Catalog(jsoncodec.Unmarshal))
	inTurn(t, ingest.NewDoor(copyLog, today, ingest.WithVault(h.vault), ingest.AsHistory()), again(t, h.store)...)
	for i, r := range stored(t, copied) {
		if !bytes.Equal(r.Data, stored(t, h.store)[i].Data) {
			t.Errorf("copied as %s", r.Data)
		}
	}
	// From anybody else, a digest is a word like any other: who knows it has not the token.
	outcomes := accept(t, h.door, again(t, h.store)...)
	for i, want := range []problem.Code{"", "", problem.IDTaken} {
		if o := outcomes[i]; want == "" && (o.Err != nil || !o.Receipt.Duplicate) || want != "" && (o.Err == nil || problem.Of(o.Err).Code != want) {
			t.Errorf("fact %d: %+v", i, o)
		}
	}
}

func TestTextThatAnotherVaultSealedStaysAsItIsInACopy(t *testing.T) {
	h := newHouse(t, t.TempDir())
	inTurn(t, h.door, thanked("1", "ana", "bo", strings.Repeat("é", 2000)), thanked("2", "ana", "bo", "x"))
	elsewhere := newHouse(t, t.TempDir(), ingest.AsHistory())
	for range 2 {
		for i, o := range accept(t, elsewhere.door, again(t, h.store)...) {
			if o.Err != nil {
				t.Errorf("fact %d: %v", i, o.Err)
			}
		}
	}
	was := map[string]map[string]string{}
	for _, r := range stored(t, h.store) {
		was[r.ID] = payload(t, r)
	}
	all := stored(t, elsewhere.store)
	if len(all) != len(was) {
		t.Fatalf("%d facts are copied", len(all))
	}
	for _, r := range all { // those about different subjects may change places
		if is := payload(t, r); is["message"] != was[r.ID]["message"] || is["from"] == was[r.ID]["from"] {
			t.Errorf("fact %s from %s has another text or the same pseudonym", r.ID, is["from"])
		}
	}
	long := "s_" + strings.Repeat("a", 26) + strings.Repeat("é", 2000)
	if o := accept(t, elsewhere.door, thanked("3", "ana", "bo", long))[0]; o.Err == nil {
		t.Error("what has not the form of a sealed text is taken for one")
	}
}

func TestWhatAStrangerDressesUpIsTreatedAsAnyOther(t *testing.T) {
	h := newHouse(t, t.TempDir())
	pseudonym := "p_" + strings.Repeat("a", 26)
	sealed := "s_" + strings.Repeat("a", 26) + "secretsecretsecret"
	if o := accept(t, h.door, thanked("1", pseudonym, "bo", sealed))[0]; o.Err != nil {
		t.Fatal(o.Err)
	}
	got := payload(t, stored(t, h.store)[0])
	if got["from"] == pseudonym || strings.Contains(got["message"], "secret") {
		t.Errorf("%v", got)
	}
	long := "s_" + strings.Repeat("a", 3000)
	o := accept(t, h.door, thanked("2", "ana", "bo", long))[0]
	if o.Err == nil || problem.Of(o.Err).Code != problem.Invalid || strings.Contains(o.Err.Error(), "aaaa") {
		t.Errorf("%+v", o)
	}
}

func TestTwoNamesOfOnePersonAreOnePerson(t *testing.T) {
	h := newHouse(t, t.TempDir())
	persons, err := h.vault.Persons(t.Context(), []vault.Name{vault.Member("ana")})
	if err != nil {
		t.Fatal(err)
	}
	o := accept(t, h.door, thanked("1", "ana", persons[0].Pseudonym(), "well done, me"))[0]
	if o.Err == nil || problem.Of(o.Err).Code != problem.Invalid || !strings.Contains(o.Err.Error(), "somebody else") {
		t.Errorf("%+v", o)
	}
}

func TestWithoutAVaultNothingIsTakenThatTellsOfAPerson(t *testing.T) {
	store := memstore.New()
	door, _ := opened(store)
	outcomes := accept(t, door, thanked("1", "ana", "bo", ""), formed("a"))
	if err := outcomes[0].Err; err == nil || problem.Of(err).Code != problem.Internal || outcomes[1].Err != nil {
		t.Errorf("%v, %v", err, outcomes[1].Err)
	}
	if n := len(stored(t, store)); n != 1 {
		t.Errorf("%d events are stored", n)
	}
}

// The log is in memory, as in BenchmarkDoor: what is measured is the Door and the vault.
func BenchmarkDoorOfTwoKnownMembers(b *testing.B) {
	h := newHouse(b, b.TempDir())
	store := memstore.New()
	log := event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
	door := ingest.NewDoor(log, today, ingest.WithVault(h.vault), ingest.WithParking(h.parked))
	var known []vault.Name
	for i := range 5000 {
		known = append(known, vault.Member(fmt.Sprint("member-", i)), vault.Member(fmt.Sprint("colleague-", i)))
	}
	if _, err := h.vault.Persons(b.Context(), known); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		deliveries := make([]ingest.Delivery, 1000)
		for i := range deliveries {
			deliveries[i] = thanked(fmt.Sprint(n), fmt.Sprint("member-", n%5000), fmt.Sprint("colleague-", n*7%5000), "")
			n++
		}
		for _, o := range accept(b, door, deliveries...) {
			if o.Err != nil {
				b.Fatal(o.Err)
			}
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "facts/s")
}
