package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"soin/domain/event"
	"soin/infra/problem"
	"soin/infra/schema"
)

// schemaJSON is the media type of a JSON Schema.
const schemaJSON = "application/schema+json"

// Schemas answers with the list of event types, and where the path names a "type" with
// the JSON Schema of that one: by its type on the wire, or by the name of the event for
// the form that is written today.
func Schemas(catalog *event.Catalog, problems problem.Reporter) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		word := r.PathValue("type")
		if word == "" {
			listSchemas(w, catalog)
			return
		}
		d, err := schema.Find(catalog, word)
		var unknown *event.UnknownTypeError
		switch {
		case errors.As(err, &unknown):
			problem.Problem{Code: problem.NotFound, Detail: fmt.Sprintf("%v: /schemas lists those that are", err)}.Write(w)
		case err != nil:
			problems.Of(r.Context(), err).Write(w)
		default:
			w.Header().Set("Content-Type", schemaJSON)
			_, _ = w.Write(d.JSON) // a client that is gone needs no answer
		}
	})
}

func listSchemas(w http.ResponseWriter, catalog *event.Catalog) {
	type entry struct {
		Type   string `json:"type"`
		Schema string `json:"schema"` // path of it
	}
	list := struct {
		Types []entry `json:"types"`
	}{Types: []entry{}}
	for _, typ := range schema.Types(catalog) {
		list.Types = append(list.Types, entry{typ, "/schemas/" + typ})
	}
	w.Header().Set("Content-Type", plainJSON)
	_ = json.NewEncoder(w).Encode(list)
}
