package evidence

// Happened is the moment of whatever embeds one, so that lists of all kinds can be asked
// in one way.
func (m Moment) Happened() Moment { return m }
