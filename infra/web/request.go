package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"soin/infra/problem"
)

// read takes the operation out of a request, or says why there is none in it.
func read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, error) {
	request := &graphql.RawParams{Headers: r.Header}
	request.ReadTime.Start = graphql.Now()
	var err error
	switch r.Method {
	case http.MethodGet:
		err = readURL(r, request)
	case http.MethodPost:
		err = readBody(w, r, request)
	default:
		w.Header().Set("Allow", "GET, POST")
		err = refused(problem.WrongMethod, "send an operation by POST, or a query by GET")
	}
	request.ReadTime.End = graphql.Now()
	return request, err
}

func readURL(r *http.Request, request *graphql.RawParams) error {
	values := r.URL.Query()
	request.Query = values.Get("query")
	request.OperationName = values.Get("operationName")
	if !values.Has("variables") {
		return nil
	}
	return decode(strings.NewReader(values.Get("variables")), &request.Variables, "the variables")
}

func readBody(w http.ResponseWriter, r *http.Request, request *graphql.RawParams) error {
	// Anything but JSON could be sent by a form of another site without asking us first.
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != plainJSON {
		return refused(problem.UnsupportedMedia, "send the operation as %s", plainJSON)
	}
	return decode(http.MaxBytesReader(w, r.Body, maxBody), request, "the body")
}

// decode reads one JSON object. What is wrong with it is told by its place, never by its text.
func decode(from io.Reader, into any, what string) error {
	decoder := json.NewDecoder(from)
	decoder.UseNumber()
	err := decoder.Decode(into)
	if err == nil {
		if _, more := decoder.Token(); more != io.EOF {
			return refused(problem.Malformed, "%s must be one JSON object, and something follows it", what)
		}
		return nil
	}
	var large *http.MaxBytesError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &large):
		return refused(problem.TooLarge, "%s is larger than %d bytes", what, large.Limit)
	case errors.As(err, &syntax):
		return refused(problem.Malformed, "%s is not JSON from byte %d on", what, syntax.Offset)
	case errors.As(err, &kind):
		return refused(problem.Malformed, "%s must be a JSON object: "+
			"query and operationName are strings, variables and extensions are objects", what)
	}
	return refused(problem.Malformed, "%s ends before its JSON does", what)
}
