package main

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// known is by whom and what nobody may be known in any file.
const known = "Zorglub"

func factAbout(subject, typ, data string) string {
	return `{"specversion":"1.0","type":"soin.` + typ + `.v1","source":"hr","id":"` + subject + typ + `","subject":"` + subject +
		`","time":"2026-01-05T08:00:00Z","data":` + data + `}`
}

// What a server takes in about people is under pseudonyms in every file it writes, its
// snapshots included, and in all it says.
func TestNoFileOfAServerTellsOfWhomItKnows(t *testing.T) {
	data := t.TempDir()
	cmd := program(context.Background(), data, "serve", "--log-level", "debug")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	url := addressIn(t, out)
	for _, c := range []struct {
		event  string
		status int
	}{
		{factAbout("n1", "recognition.given", `{"teamId":"north","from":"Zorglub 1","to":"Zorglub 2","kind":"effort","message":"bravo Zorglub"}`), 201},
		{factAbout("n2", "recognition.given", `{"teamId":"north","from":"Zorglub 1","to":"Zorglub 1","kind":"effort","message":"bravo Zorglub"}`), 422},
		{factAbout("n3", "irritant.contested", `{"reason":"Zorglub again","token":"Zorglub 3"}`), 202},
		{factAbout("n4", "safety.evaluated", `{"satisfied":4}`), 422},
	} {
		if status, answer := post(t, url+"/events", "application/cloudevents+json", c.event); status != c.status || strings.Contains(answer, known) {
			t.Errorf("%d, want %d: %s", status, c.status, answer)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	said, _ := io.ReadAll(out)
	if err := cmd.Wait(); err != nil || strings.Contains(errs.String(), known) || bytes.Contains(said, []byte(known)) {
		t.Errorf("%v: %s%s", err, said, &errs)
	}
	files := 0
	err = filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(known)) {
			t.Errorf("%s tells of somebody", path)
		}
		files++
		return err
	})
	if snapshots, _ := os.ReadDir(filepath.Join(data, "snapshots")); err != nil || files < 4 || len(snapshots) == 0 {
		t.Errorf("%d files, %d snapshots, %v", files, len(snapshots), err)
	}
}

func TestReadinessTellsWhatIsParked(t *testing.T) {
	url := serving(t, t.TempDir())
	ready := func() string {
		response, err := http.Get(url + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, c := range []struct{ event, says string }{
		{factAbout("north", "team.renamed", `{"name":"N"}`), "1 parked, the oldest for "},
		{factAbout("north", "team.formed", `{"name":"North"}`), "nothing is parked"},
	} {
		post(t, url+"/events", "application/cloudevents+json", c.event)
		if got := ready(); !strings.Contains(got, c.says) {
			t.Errorf("%q, want %q", got, c.says)
		}
	}
}
