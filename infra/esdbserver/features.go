package esdbserver

import (
	"context"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
)

// version is that of the database whose protocol this is: clients look at it before they
// expect some messages, "caught up" for example.
const version = "24.10.0"

// featuresService tells clients which methods there are. It asks nobody who they are, because
// clients call it before they say so.
type featuresService struct {
	serverfeatures.UnimplementedServerFeaturesServer
	*Server
}

func (f *featuresService) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	answer := &serverfeatures.SupportedMethods{EventStoreServerVersion: version}
	for name, info := range f.grpc.GetServiceInfo() {
		for _, m := range info.Methods {
			answer.Methods = append(answer.Methods, &serverfeatures.SupportedMethod{
				ServiceName: strings.ToLower(name), MethodName: strings.ToLower(m.Name), Features: featuresOf(name, m),
			})
		}
	}
	return answer, nil
}

// featuresOf are what a method learnt in the course of the database's versions.
func featuresOf(service string, m grpc.MethodInfo) []string {
	if service == persistent.PersistentSubscriptions_ServiceDesc.ServiceName {
		return []string{"stream", "all"}
	}
	switch service + "/" + m.Name {
	case streams.Streams_ServiceDesc.ServiceName + "/Read":
		return []string{"position", "events"}
	case streams.Streams_ServiceDesc.ServiceName + "/BatchAppend":
		return []string{"deadline_duration"}
	}
	return nil
}
