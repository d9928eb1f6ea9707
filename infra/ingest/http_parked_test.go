package ingest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"soin/infra/memstore"
)

// sent posts and gives the status and the body as text.
func sent(t *testing.T, url, media, body string) (int, string) {
	t.Helper()
	response, err := http.Post(url, media, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, strings.TrimSpace(string(text))
}

func TestAParkedFactIsAnsweredWith202AndWhatItAwaits(t *testing.T) {
	server := served(t, memstore.New())
	renamed := `{` + strings.Replace(fine, "formed", "renamed", 1) + `,"data":{"name":"x"}}`
	for range 2 {
		status, body := sent(t, server.URL, "application/cloudevents+json", renamed)
		if status != 202 || body != `{"parked":true,"awaits":"team.formed"}` {
			t.Errorf("%d %s", status, body)
		}
	}
	status, body := sent(t, server.URL, "application/cloudevents-batch+json", `[`+renamed+`]`)
	want := `{"accepted":0,"duplicates":0,"parked":1,"refused":0,"results":[{"parked":true,"awaits":"team.formed"}]}`
	if status != 200 || body != want {
		t.Errorf("%d %s", status, body)
	}
	formed := `{` + strings.Replace(fine, `"id":"1"`, `"id":"2"`, 1) + `,"data":{"name":"x"}}`
	if status, body := sent(t, server.URL, "application/cloudevents+json", formed); status != 201 {
		t.Errorf("%d %s", status, body)
	}
	if status, body := sent(t, server.URL, "application/cloudevents+json", renamed); status != 200 || !strings.Contains(body, `"duplicate":true`) {
		t.Errorf("%d %s", status, body)
	}
}
