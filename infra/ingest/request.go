package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/cloudevents/sdk-go/v2/binding"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"

	"soin/domain/rule"
	"soin/infra/problem"
)

// request is the events of one HTTP request.
type request struct {
	events []parsed
	batch  bool // answered as a list, even if it holds one event
}

// parseRequest reads the events of a request, whichever of the three modes of the HTTP
// protocol binding it is in. An error is about the whole request.
func parseRequest(headers http.Header, body []byte) (request, error) {
	if err := checkMedia(headers); err != nil {
		return request{}, err
	}
	switch cehttp.NewMessage(headers, nil).ReadEncoding() {
	case binding.EncodingStructured:
		d, err := ParseJSON(body)
		return request{events: []parsed{{d, err}}}, nil
	case binding.EncodingBatch:
		events, err := parseBatch(body)
		return request{events: events, batch: true}, err
	default:
		d, err := parseBinary(headers, body)
		return request{events: []parsed{{d, err}}}, nil
	}
}

// checkMedia refuses what is compressed, or declared to be in another charset than JSON
// is in.
func checkMedia(headers http.Header) error {
	if encoding := headers.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return refuse(problem.UnsupportedMedia, "Content-Encoding is %q, it must be absent", shown(encoding))
	}
	switch types := headers[contentType]; len(types) {
	case 0:
		return nil
	case 1:
		_, params, err := mime.ParseMediaType(types[0])
		if charset, given := params["charset"]; err != nil || given && !strings.EqualFold(charset, "utf-8") {
			return refuse(problem.UnsupportedMedia, "Content-Type is %q, it must be a media type in UTF-8", shown(types[0]))
		}
		return nil
	default:
		return notCloudEvent(rule.Break(contentType, len(types), "must be given once"))
	}
}

func parseBinary(headers http.Header, body []byte) (Delivery, error) {
	if headers.Get("Ce-Specversion") == "" {
		return Delivery{}, refuse(problem.UnsupportedMedia,
			"Content-Type is %q: send application/cloudevents+json, application/cloudevents-batch+json, or a ce-specversion header",
			shown(headers.Get(contentType)))
	}
	decoded, err := decodeHeaders(headers)
	if err != nil {
		return Delivery{}, notCloudEvent(err)
	}
	return readBinary(decoded, body)
}

// readBinary reads an event from headers with decoded values.
func readBinary(decoded http.Header, body []byte) (Delivery, error) {
	message := cehttp.NewMessage(decoded, io.NopCloser(bytes.NewReader(body)))
	if message.ReadEncoding() != binding.EncodingBinary {
		return Delivery{}, notCloudEvent(rule.Break("ce-specversion", decoded.Get("Ce-Specversion"), "must be 1.0"))
	}
	e, err := binding.ToEvent(context.Background(), message)
	if err != nil {
		return Delivery{}, notCloudEvent(err)
	}
	return deliver(*e)
}

// parseBatch reads a JSON array of events. One that is JSON but no CloudEvent spoils
// nothing but itself.
func parseBatch(body []byte) ([]parsed, error) {
	events := []parsed{}
	dec := json.NewDecoder(bytes.NewReader(body))
	if opening, err := dec.Token(); err != nil || opening != json.Delim('[') {
		return nil, refuse(problem.Malformed, "a batch must be a JSON array of CloudEvents")
	}
	for dec.More() {
		if len(events) == MaxDeliveries {
			return nil, refuse(problem.TooLarge, "the batch has more than %d events", MaxDeliveries)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, refuse(problem.Malformed, "event %d of the batch is not JSON: %w", len(events), err)
		}
		d, err := ParseJSON(raw)
		events = append(events, parsed{d, err})
	}
	if _, err := dec.Token(); err != nil {
		return nil, refuse(problem.Malformed, "the batch does not end: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, refuse(problem.Malformed, "something follows the batch")
	}
	return events, nil
}
