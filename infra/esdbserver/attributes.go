package esdbserver

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/esdbform"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
)

// attributes are what the metadata of a published event may say, as JSON. Only time must be
// given. Type, subject and content type stand elsewhere already, and must not contradict it.
// Anything else in the metadata is for its publisher, and is not kept.
type attributes struct {
	SpecVersion string `json:"specversion"`
	Source      string `json:"source"`
	ID          string `json:"id"`
	Type        string `json:"type"`
	Subject     string `json:"subject"`
	Time        string `json:"time"`
	ContentType string `json:"datacontenttype"`
}

// delivery reads an event as the Door takes it.
func (g *Gate) delivery(user, stream string, p *Proposed) (ingest.Delivery, error) {
	_, subject, hyphen := strings.Cut(stream, "-")
	if err := g.checkPlace(stream, p, hyphen); err != nil {
		return ingest.Delivery{}, err
	}
	a, err := parseAttributes(p.Metadata)
	if err != nil {
		return ingest.Delivery{}, err
	}
	when, err := a.check(p.Type, subject)
	if err != nil {
		return ingest.Delivery{}, rule.In("metadata", err)
	}
	return ingest.Delivery{
		Type:    p.Type,
		Source:  cmp.Or(a.Source, "urn:soin:esdb:user:"+url.PathEscape(user)),
		ID:      cmp.Or(a.ID, p.ID.String()),
		Subject: subject,
		Time:    when,
		Data:    p.Data,
	}, nil
}

// checkPlace holds the stream against the type. A type that nobody knows is the Door's to
// refuse: it names those that come near.
func (g *Gate) checkPlace(stream string, p *Proposed, hyphen bool) error {
	err := rule.All(
		rule.Check("stream", stream, hyphen, "must be <context>-<subject>, for example team-42"),
		rule.Check("content-type", p.ContentType, p.ContentType == esdbform.ContentType, "must be application/json"),
	)
	name, _, ok := event.ParseWireType(p.Type)
	if !ok {
		return rule.All(err, rule.Break("type", p.Type, "must be soin.<name>.v<version>, for example soin.team.formed.v1"))
	}
	if judge, known := g.catalog.Context(name); known && err == nil {
		category, _, _ := strings.Cut(stream, "-")
		err = rule.Check("stream", stream, category == judge.Category(),
			"must be "+event.StreamName(judge.Category(), "<subject>")+" for an event of type "+p.Type)
	}
	return err
}

// parseAttributes reads metadata: a JSON object of attributes of CloudEvents.
func parseAttributes(metadata []byte) (a attributes, err error) {
	if len(metadata) == 0 {
		return a, nil
	}
	strict, err := jsoncodec.Compact(metadata)
	if err == nil {
		err = jsoncodec.Unmarshal(strict, &a)
	}
	if err != nil {
		return a, rule.In("metadata", err)
	}
	return a, nil
}

// check holds the attributes against what was said elsewhere, and reads the time.
func (a attributes) check(kind, subject string) (time.Time, error) {
	when, err := time.Parse(time.RFC3339Nano, a.Time)
	return when, rule.All(
		rule.Check("specversion", a.SpecVersion, a.SpecVersion == "" || a.SpecVersion == "1.0", "must be 1.0"),
		rule.Check("type", a.Type, a.Type == "" || a.Type == kind, "must be the type of the event"),
		rule.Check("subject", a.Subject, a.Subject == "" || a.Subject == subject, "must be the part of the stream's name after its first hyphen"),
		rule.Check("datacontenttype", a.ContentType, a.ContentType == "" || a.ContentType == esdbform.ContentType, "must be application/json"),
		rule.Check("time", a.Time, err == nil, "must be given: when it happened, for example 2026-03-31T09:30:00Z"),
	)
}
