package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"soin/domain"
	"soin/infra/web"
)

func languageServer(t *testing.T) running {
	t.Helper()
	log := new(journal)
	return run(t, web.Routes{Schemas: web.Schemas(domain.Catalog(json.Unmarshal), log.reporter())}, log)
}

func TestEveryListedTypeHasASchema(t *testing.T) {
	s := languageServer(t)
	response, body := get(t, s.url+"/schemas")
	var list struct {
		Types []struct{ Type, Schema string }
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil || response.StatusCode != http.StatusOK || len(list.Types) == 0 {
		t.Fatalf("%s: %v %s", response.Status, err, body)
	}
	for _, listed := range list.Types {
		response, body := get(t, s.url+listed.Schema)
		var one struct {
			ID string `json:"$id"`
		}
		if err := json.Unmarshal([]byte(body), &one); err != nil || one.ID != listed.Type {
			t.Errorf("%s: %s %v %s", listed.Type, response.Status, err, body)
		}
		if media := response.Header.Get("Content-Type"); media != "application/schema+json" {
			t.Errorf("%s: %s", listed.Type, media)
		}
	}
}

func TestATypeNobodyKnowsHasNoSchema(t *testing.T) {
	s := languageServer(t)
	response, body := get(t, s.url+"/schemas/soin.team.former.v1")
	if response.StatusCode != http.StatusNotFound || !strings.Contains(body, "/schemas lists those that are") {
		t.Errorf("%s: %s", response.Status, body)
	}
	if response, _ := get(t, s.url+"/schemas/team.formed"); response.StatusCode != http.StatusOK {
		t.Errorf("by the name of the event: %s", response.Status)
	}
}
