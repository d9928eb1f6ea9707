package poison

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/infra/bus"
)

// note says why a message was refused once more.
type note struct {
	Reason string `json:"reason"`
}

// LeftOutError says that a message cannot be tried again from here.
type LeftOutError struct {
	Key          string
	Size         int
	Confidential bool
}

func (e *LeftOutError) Error() string {
	if e.Confidential {
		return fmt.Sprintf("what %s says is not kept, because it was said in confidence or its type cannot be read: discard it", e.Key)
	}
	return fmt.Sprintf("the payload of %s is not kept, because it is too large (%d bytes): discard it", e.Key, e.Size)
}

// ProblemCode is what package problem calls it.
func (e *LeftOutError) ProblemCode() string {
	if e.Confidential {
		return "voice"
	}
	return "too-large"
}

// TriedError says that a message is being tried at this moment.
type TriedError struct{ Key string }

func (e *TriedError) Error() string { return e.Key + " is being tried just now" }

// ProblemCode is what package problem calls it.
func (e *TriedError) ProblemCode() string { return "conflict" }

// HandlerError says that nobody handles what a message was for.
type HandlerError struct{ Key, Handler string }

func (e *HandlerError) Error() string {
	return fmt.Sprintf("%s was for the handler %q, which is not configured", e.Key, e.Handler)
}

// ProblemCode is what package problem calls it.
func (e *HandlerError) ProblemCode() string { return "not-found" }

// Retry hands a message to its handler once more, among those there are. When that succeeds
// the message goes; when it fails, the error is returned and the message stays, with it.
func (b *Box) Retry(ctx context.Context, key string, handlers []bus.Handler) error {
	e, err := b.take(key)
	if err != nil {
		return err
	}
	defer b.giveBack(key)
	handle := handlerOf(handlers, e.Handler)
	if handle == nil {
		return &HandlerError{key, e.Handler}
	}
	msg, err := b.message(ctx, &e)
	if err != nil {
		return err
	}
	return b.tried(ctx, key, bus.WithoutValues(handle(msg)))
}

// take gives what is known of a message that is about to be tried; nobody else gets it
// before [Box.giveBack].
func (b *Box) take(key string) (entry, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e, ok := b.held[key]
	switch {
	case !ok:
		return entry{}, &UnknownError{key}
	case b.trying[key]:
		return entry{}, &TriedError{key}
	case !e.Kept:
		return entry{}, &LeftOutError{key, e.Size, e.Confidential}
	}
	b.trying[key] = true
	return *e, nil
}

func (b *Box) giveBack(key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.trying, key)
}

// tried lets a message go, or notes why it stays. It may have come in once more meanwhile,
// but it cannot have gone.
func (b *Box) tried(ctx context.Context, key string, err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.held[key]
	if err != nil {
		if ctx.Err() == nil {
			b.refuse(ctx, e, err)
		}
		return err
	}
	if err := b.store.Delete(ctx, e.stream, event.Any); err != nil {
		return err
	}
	b.drop(e)
	return nil
}

func handlerOf(handlers []bus.Handler, name string) message.NoPublishHandlerFunc {
	for _, h := range handlers {
		if h.Name == name {
			return h.Handle
		}
	}
	return nil
}

// message reads what is kept: the last form of the message, whatever was noted of it.
func (b *Box) message(ctx context.Context, e *entry) (msg *message.Message, err error) {
	for r, err := range b.store.Stream(ctx, e.stream, 0) {
		if err == nil && r.Name != refused {
			msg, err = bus.Published(r)
		}
		if err != nil {
			return nil, err
		}
	}
	if msg == nil {
		return nil, &UnknownError{e.Key}
	}
	if len(msg.Payload) > 0 {
		if err := b.unseal(e.stream, msg); err != nil {
			return nil, fmt.Errorf("the payload of %s: %w", e.Key, err)
		}
	}
	msg.SetContext(ctx)
	return msg, nil
}

// refuse notes the newer reason. That it cannot be noted is of no weight: the older one
// stands, and the caller has the error.
func (b *Box) refuse(ctx context.Context, e *entry, reason error) {
	e.Reason = shortened(reason.Error(), maxReason)
	_ = b.write(ctx, e.stream, refused, note{e.Reason})
}

// Discard is one message that somebody gave up.
type Discard struct {
	Key     string    `json:"key"`
	Handler string    `json:"handler"`
	Type    string    `json:"type,omitempty"`
	Source  string    `json:"source,omitempty"`
	ID      string    `json:"id,omitempty"`
	Subject string    `json:"subject,omitempty"`
	Broken  string    `json:"broken"` // why it could not be handled
	Since   time.Time `json:"since"`
	Reason  string    `json:"reason"` // why it was given up
	At      time.Time `json:"at"`
}

// Discard gives a message up: its payload goes, its envelope and the reason stay.
func (b *Box) Discard(ctx context.Context, key, reason string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	e, ok := b.held[key]
	switch {
	case !ok:
		return &UnknownError{key}
	case b.trying[key]:
		return &TriedError{key}
	}
	d := Discard{e.Key, e.Handler, e.Type, e.Source, e.ID, e.Subject, e.Reason, e.Since, reason, b.clock().UTC()}
	if err := b.write(ctx, journal, "poison.discarded", d); err != nil {
		return err
	}
	if err := b.store.Delete(ctx, e.stream, event.Any); err != nil {
		return err
	}
	b.drop(e)
	return nil
}

func (b *Box) write(ctx context.Context, stream, name string, what any) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	_, err = b.store.Append(ctx, stream, event.Any, []event.Raw{{
		Envelope: event.Envelope{Source: stating, ID: rand.Text(), Time: b.clock().UTC()}, Name: name, Version: 1, Data: data,
	}})
	return err
}

// Discards reads what was given up, the oldest first.
func (b *Box) Discards(ctx context.Context) ([]Discard, error) {
	var all []Discard
	for r, err := range b.store.Stream(ctx, journal, 0) {
		var d Discard
		if err == nil {
			err = json.Unmarshal(r.Data, &d)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}
