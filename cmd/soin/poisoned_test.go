package main

import (
	"context"
	"path/filepath"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
	"github.com/rogpeppe/go-internal/testscript"

	"soin/infra/bus"
	"soin/infra/bus/poison"
	"soin/infra/sqlitestore"
)

// poisonMessage is a command of scripts: poison HANDLER ID SUBJECT REASON PAYLOAD keeps a message
// about a team that was formed, as the router does when it gives one up. After one more word it
// is made confidential before.
func poisonMessage(ts *testscript.TestScript, _ bool, args []string) {
	store, err := sqlitestore.Open(filepath.Join(ts.Getenv("SOIN_DATA"), "poisoned.db"), time.Now)
	ts.Check(err)
	defer store.Close()
	sealer, err := settings{Data: ts.Getenv("SOIN_DATA")}.sealer()
	ts.Check(err)
	box, err := poison.Open(context.Background(), store, sealer, time.Now)
	ts.Check(err)
	msg := message.NewMessage(args[1], []byte(args[4]))
	for name, value := range map[string]string{
		bus.SpecVersion: "1.0", bus.Type: "soin.team.formed.v1", bus.Source: "hr", bus.ID: args[1], bus.Subject: args[2],
		bus.Time: "2026-01-05T08:00:00Z", bus.ContentType: "application/json",
		middleware.PoisonedHandlerKey: args[0], middleware.PoisonedTopicKey: "hr", middleware.ReasonForPoisonedKey: args[3],
	} {
		msg.Metadata.Set(name, value)
	}
	if len(args) > 5 {
		bus.Confidential(msg)
		msg.Metadata.Set(middleware.PoisonedHandlerKey, args[0])
		msg.Metadata.Set(middleware.ReasonForPoisonedKey, args[3])
	}
	ts.Check(box.Publish(bus.PoisonTopic, msg))
	ts.Setenv("KEY_"+args[1], box.List()[len(box.List())-1].Key)
}
