package esdbserver

func (s *Server) registerPersistent() {}
func (s *Server) closePersistent()    {}
