package esdbserver

import (
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"

	"soin/infra/esdbserver/persistent"
)

// grouped is what most requests name a group by.
type grouped interface {
	GetStreamIdentifier() *shared.StreamIdentifier
	GetAll() *shared.Empty
	GetGroupName() string
}

func groupOf(o grouped) (persistent.Name, error) {
	return groupName(o.GetStreamIdentifier(), o.GetAll() != nil, o.GetGroupName())
}

func groupName(id *shared.StreamIdentifier, all bool, group string) (persistent.Name, error) {
	n := persistent.Name{Stream: persistent.All, Group: group}
	if group == "" {
		return n, invalid("the name of the group must be given")
	}
	if all {
		return n, nil
	}
	var err error
	n.Stream, err = named(id)
	return n, err
}
