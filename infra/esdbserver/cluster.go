package esdbserver

import (
	"net"
	"strconv"
)

// Cluster is the nodes that clients are told of. Servers form no cluster by themselves: those
// that are said to be one share their stores.
type Cluster struct {
	Members []Member
	Self    int // index of this server
}

// Member is one node.
type Member struct {
	Address string // host:port, as clients reach it
	Leader  bool   // takes what is written; the others answer not-leader
}

// leader is the address of another node that leads. It is not ok when this one does, or when
// nobody does.
func (c Cluster) leader() (address string, elsewhere bool) {
	for i, m := range c.Members {
		if m.Leader {
			return m.Address, i != c.Self
		}
	}
	return "", false
}

// endpoint splits an address. Port is 0 when there is none.
func endpoint(address string) (host string, port uint32) {
	host, digits, err := net.SplitHostPort(address)
	if err != nil {
		return address, 0
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil {
		return host, 0
	}
	return host, uint32(n)
}

// Join tells the server of other nodes, from now on. It begins with those of its [Config].
// One that does not lead any more lets go of the consumers of persistent subscriptions.
func (s *Server) Join(c Cluster) {
	s.cluster.Store(&c)
	if s.leads() != nil {
		s.groups.Release()
	}
}

// leads refuses what only a leader does, and says where that is.
func (s *Server) leads() error {
	if address, elsewhere := s.cluster.Load().leader(); elsewhere {
		return notLeader(address)
	}
	return nil
}
