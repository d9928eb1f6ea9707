package esdbserver

import (
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
)

// register lists what is served.
func (s *Server) register() {
	streams.RegisterStreamsServer(s.grpc, &streamsService{Server: s})
	serverfeatures.RegisterServerFeaturesServer(s.grpc, &featuresService{Server: s})
	gossip.RegisterGossipServer(s.grpc, &gossipService{Server: s})
	s.registerPersistent()
}
