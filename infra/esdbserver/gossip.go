package esdbserver

import (
	"context"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"
)

// gossipService tells clients which nodes there are, so that those which look for a cluster
// find one. It asks nobody who they are, as the database's does.
type gossipService struct {
	gossip.UnimplementedGossipServer
	*Server
}

// Read names the members; a server alone names itself by the address it was reached at,
// which only its client knows for sure.
func (g *gossipService) Read(ctx context.Context, _ *shared.Empty) (*gossip.ClusterInfo, error) {
	members := g.cluster.Load().Members
	if len(members) == 0 {
		members = []Member{{Address: g.reachedAt(ctx), Leader: true}}
	}
	info := &gossip.ClusterInfo{}
	for _, m := range members {
		host, port := endpoint(m.Address)
		state := gossip.MemberInfo_Follower
		if m.Leader {
			state = gossip.MemberInfo_Leader
		}
		info.Members = append(info.Members, &gossip.MemberInfo{
			InstanceId:   structured(uuid.NewSHA1(uuid.NameSpaceURL, []byte("esdb://"+m.Address))),
			TimeStamp:    ticks(time.Now()),
			State:        state,
			IsAlive:      true,
			HttpEndPoint: &gossip.EndPoint{Address: host, Port: port},
		})
	}
	return info, nil
}

func (g *gossipService) reachedAt(ctx context.Context) string {
	md, _ := metadata.FromIncomingContext(ctx)
	if authority := md.Get(":authority"); len(authority) == 1 {
		if _, port := endpoint(authority[0]); port != 0 {
			return authority[0]
		}
	}
	return g.Address()
}
