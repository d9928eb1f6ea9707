package ingest

import (
	"bytes"
	"fmt"
	"mime"
	"strings"

	cloudevents "github.com/cloudevents/sdk-go/v2/event"
	"github.com/segmentio/encoding/json"

	"soin/domain/rule"
	"soin/infra/jsoncodec"
	"soin/infra/problem"
)

// ParseJSON reads one CloudEvent in the JSON event format. It is as strict with the
// envelope as the Door is with the data.
func ParseJSON(data []byte) (Delivery, error) {
	strict, err := jsoncodec.Compact(data)
	if err == nil {
		err = checkEnvelope(strict)
	}
	var e cloudevents.Event
	if err == nil {
		err = e.UnmarshalJSON(strict)
	}
	if err != nil {
		return Delivery{}, notCloudEvent(redactData(err))
	}
	return deliver(e)
}

// checkEnvelope refuses what the SDK reads as nobody else does: it stops at an empty
// name without a word, lets data_base64 and data overwrite each other, and panics on a
// data_base64 of one letter.
func checkEnvelope(strict []byte) error {
	var content struct {
		Data   json.RawMessage `json:"data"`
		Base64 json.RawMessage `json:"data_base64"`
	}
	if _, err := json.Parse(strict, &content, json.ZeroCopy|json.DontMatchCaseInsensitiveStructFields); err != nil {
		return err
	}
	return rule.All(
		rule.Check("data_base64", "another value", content.Base64 == nil || content.Base64[0] == '"', "must be a text"),
		rule.Check("data_base64", "both", content.Base64 == nil || content.Data == nil, "must not be given together with data"),
		rule.Check("attribute", "", !hasEmptyName(strict), "must have a name"),
	)
}

func hasEmptyName(strict []byte) bool {
	if !bytes.Contains(strict, []byte(`"":`)) {
		return false // at any depth, which is nearly always
	}
	var attributes map[string]json.RawMessage
	err := jsoncodec.Unmarshal(strict, &attributes)
	_, empty := attributes[""]
	return err != nil || empty
}

// deliver takes what the Door needs from a CloudEvent.
func deliver(e cloudevents.Event) (Delivery, error) {
	if v := e.SpecVersion(); v != cloudevents.CloudEventsVersionV1 {
		return Delivery{}, notCloudEvent(rule.Break("specversion", v, "must be 1.0"))
	}
	if t := e.DataContentType(); t != "" && !isMedia(t, cloudevents.ApplicationJSON) {
		return Delivery{}, refuse(problem.UnsupportedMedia, "datacontenttype is %q, it must be application/json", shown(t))
	}
	return Delivery{
		Type: e.Type(), Source: e.Source(), ID: e.ID(), Subject: e.Subject(), Time: e.Time(), Data: e.Data(),
	}, nil
}

func notCloudEvent(err error) error {
	return refuse(problem.Malformed, "not a CloudEvent: %w", err)
}

// isMedia reports whether a content type is of this media type, in UTF-8.
func isMedia(contentType, want string) bool {
	mediaType, params, err := mime.ParseMediaType(contentType)
	charset, given := params["charset"]
	return err == nil && mediaType == want && (!given || strings.EqualFold(charset, "utf-8"))
}

// longestShown is how many bytes of a stranger's word an error repeats.
const longestShown = 80

func shown(word string) string {
	if len(word) <= longestShown {
		return word
	}
	return fmt.Sprintf("%s…", strings.ToValidUTF8(word[:longestShown], ""))
}
