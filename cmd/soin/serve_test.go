package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soin/infra/instruments/cspstest"
)

var address = regexp.MustCompile(`GraphQL +(http://\S+)/graphql`)

// serving runs the real binary's server until the test ends, which it must do well, and
// gives its address.
func serving(t *testing.T, data string) (url string) {
	t.Helper()
	cmd := program(context.Background(), data, "serve", "--log-level", "error")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	url = addressIn(t, out)
	t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		rest, _ := io.ReadAll(out)
		if err := cmd.Wait(); err != nil || !strings.Contains(string(rest), "stopped") {
			t.Errorf("stopped with %v: %s%s", err, rest, &errs)
		}
	})
	return url
}

// addressIn waits until a server is ready and gives the address it says.
func addressIn(t *testing.T, out io.Reader) (url string) {
	t.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "ready") {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			url = m[1]
		}
	}
	if url == "" {
		t.Fatal("the server did not say where it is")
	}
	return url
}

func post(t *testing.T, url, media, body string) (int, string) {
	t.Helper()
	res, err := http.Post(url, media, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(answer)
}

func get(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

func ask(t *testing.T, url, query string, into any) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	status, answer := post(t, url+"/graphql", "application/json", string(body))
	if err := json.Unmarshal([]byte(answer), into); err != nil || status != http.StatusOK || strings.Contains(answer, `"errors"`) {
		t.Fatalf("%d %v: %s", status, err, answer)
	}
}

func TestPublishedFactIsDurableAndAnswered(t *testing.T) {
	data := t.TempDir()
	url := serving(t, data)
	status, answer := post(t, url+"/events", "application/cloudevents+json",
		`{"specversion":"1.0","type":"soin.team.formed.v1","source":"hr","id":"1","subject":"north",
		  "time":"2026-01-05T08:00:00Z","data":{"name":"North ward"}}`)
	if status != http.StatusCreated {
		t.Fatalf("%d: %s", status, answer)
	}
	if out := output(t, data, "log", "cat"); !strings.Contains(out, "North ward") {
		t.Errorf("beside the server, the log says %s", out)
	}
	var got struct {
		Data struct{ Team struct{ Name string } }
	}
	for got.Data.Team.Name == "" { // answers follow the log at once, not before the receipt
		ask(t, url, `{ team(id: "north") { name } }`, &got)
	}
	if got.Data.Team.Name != "North ward" {
		t.Errorf("answered %q", got.Data.Team.Name)
	}
	if metrics := get(t, url+"/metrics"); !strings.Contains(metrics, "soin_bus_poisoned 0\n") {
		t.Errorf("the metrics are %s", metrics)
	}
}

func TestASecondProcessIsToldWhoHasTheData(t *testing.T) {
	data := t.TempDir()
	url := serving(t, data)
	for _, args := range [][]string{{"publish", "-"}, {"serve", "--listen", strings.TrimPrefix(url, "http://")}} {
		cmd := program(t.Context(), data, args...)
		told, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(told), "another soin process (pid ") || strings.Count(string(told), "\n") != 1 ||
			cmd.ProcessState.ExitCode() != 75 {
			t.Errorf("%v: exit code %d: %s", args, cmd.ProcessState.ExitCode(), told)
		}
	}
}

// The six published years of the Civil Service People Survey, by the commands that
// docs/importing.md gives, asked over HTTP.
func TestRealHistoryIsAnswered(t *testing.T) {
	folder, data := cspstest.Folder(t), t.TempDir()
	for _, wave := range cspstest.Waves() {
		output(t, data, "import", "survey", "--instrument", "csps", "--reference", filepath.Join(folder, "reference"),
			"--wave", wave.Year, filepath.Join(folder, wave.File))
	}
	var got struct {
		Data struct {
			Surveys []struct {
				ID      string
				Tallied int
				Gap     struct{ Gap struct{ Mean float64 } }
			}
			Acas struct {
				GapTrend struct {
					Points []struct{ Score struct{ Value *float64 } }
				}
			}
			Merged    struct{ Lineage []struct{ Sentence string } }
			Scorecard struct{ Scorecard surveyOnly }
		}
	}
	ask(t, serving(t, data), `{
		surveys(instrumentId: "csps") { id tallied gap(declared: "act.senior_action", lived: "act.been_taken") { gap { mean } } }
		acas: team(id: "ACAS") { gapTrend(instrumentId: "csps", declared: "act.senior_action", lived: "act.been_taken") {
			points { score { value } } } }
		merged: team(id: "ANPHEL") { lineage { sentence } }
		scorecard: team(id: "ACAS", asOf: "2018-12-31") { scorecard {
			level cells { id value status reason { en } } needs { id value status basis } dimensions { id value status } } } }`, &got)
	got.Data.Scorecard.Scorecard.check(t)
	for i, wave := range cspstest.Waves() {
		s := got.Data.Surveys[i]
		if s.ID != "csps-"+wave.Year || s.Tallied != wave.Organisations || s.Gap.Gap.Mean != wave.Gap {
			t.Errorf("%s: %d organisations, mean gap %v; published %d, %v", s.ID, s.Tallied, s.Gap.Gap.Mean, wave.Organisations, wave.Gap)
		}
	}
	if points := got.Data.Acas.GapTrend.Points; len(points) != 6 || points[0].Score.Value == nil {
		t.Errorf("Acas: %+v", points)
	}
	if lineage := got.Data.Merged.Lineage; len(lineage) != 4 ||
		lineage[2].Sentence != "2014-01-01: Animal Health and Veterinary Laboratories Agency merged into Animal and Plant Health Agency" {
		t.Errorf("lineage: %+v", lineage)
	}
}

// surveyOnly is the scorecard of an organisation that publishes survey results and nothing
// it did.
type surveyOnly struct {
	Level             int
	Cells             []figure
	Needs, Dimensions []figure
}

type figure struct {
	ID     string
	Value  *float64
	Status string
	Reason struct{ EN string }
	Basis  []string
}

// What is declared is no evidence of practice, which is the point of the model.
func (s surveyOnly) check(t *testing.T) {
	t.Helper()
	if len(s.Cells) != 9 || s.Level > 1 {
		t.Fatalf("%d cells and level %d, want nine and no maturity", len(s.Cells), s.Level)
	}
	asked := 0
	for _, c := range s.Cells {
		if c.Value != nil || c.Status != "INSUFFICIENT" {
			t.Errorf("cell %s has the value %v without any act", c.ID, c.Value)
		}
		if strings.Contains(c.Reason.EN, "survey only, no practice evidence") {
			asked++
		}
	}
	if asked == 0 {
		t.Errorf("no cell says that there is a survey only: %+v", s.Cells)
	}
	for _, f := range slices.Concat(s.Needs, s.Dimensions) {
		if f.Value == nil || f.Status != "OK" {
			t.Errorf("%s is %+v, want it from the survey", f.ID, f)
		}
	}
}
