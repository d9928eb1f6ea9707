package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// The media types of an answer.
const (
	plainJSON    = "application/json"
	responseJSON = "application/graphql-response+json"
)

func wantsResponseJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), responseJSON)
}

// queryStatus is that of a request with a wrong query. Clients from before the draft ask
// for plain JSON and expect 200 with errors.
func queryStatus(r *http.Request) int {
	if wantsResponseJSON(r) {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// send writes an answer. Its data was encoded by the schema and goes out as it is: it may
// be megabytes, and encoding/json would read all of it again.
func send(w http.ResponseWriter, r *http.Request, status int, answer *graphql.Response) {
	media := plainJSON
	if wantsResponseJSON(r) {
		media = responseJSON
	}
	head, tail := envelope(answer)
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Length", strconv.Itoa(len(head)+len(answer.Data)+len(tail)))
	w.WriteHeader(status)
	for _, part := range [][]byte{head, answer.Data, tail} {
		_, _ = w.Write(part) // a client that is gone needs no answer
	}
}

// envelope is what stands around the data of an answer. One to an operation that did not
// run has no data, not even null.
func envelope(answer *graphql.Response) (head, tail []byte) {
	var members [][]byte
	member := func(name string, value any) {
		encoded, err := json.Marshal(value)
		if err != nil {
			panic(err) // errors and extensions are strings, numbers, lists and maps of them
		}
		members = append(members, append([]byte(`"`+name+`":`), encoded...))
	}
	if len(answer.Errors) > 0 {
		member("errors", answer.Errors)
	}
	if len(answer.Extensions) > 0 {
		member("extensions", answer.Extensions)
	}
	if answer.Data != nil {
		members = append(members, []byte(`"data":`))
	}
	return append([]byte("{"), bytes.Join(members, []byte(","))...), []byte("}")
}
