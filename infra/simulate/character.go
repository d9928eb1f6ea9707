package simulate

// character is how a team cares, as qualities from 0 (not at all) to 1 (always and well).
// What people feel follows it, unless the story says otherwise.
type character struct {
	story string

	fix     float64 // irritants and complaints are solved, and stay solved
	listen  float64 // needs are noticed and answered, decisions are deliberated
	trust   float64 // missions are delegated with means and not taken back
	thank   float64 // recognition reaches everybody, for quiet work too
	promise float64 // commitments have an owner, a budget, and are kept
	calm    float64 // load is bearable, people learn to regulate it
	serve   float64 // customers are served well
	planet  float64 // care goes beyond the organisation
	safe    float64 // mistakes are told and answered with help

	climate  [3]float64 // mean answer 1..5 about self, team and planet
	declared float64    // mean answer 1..5 that the manager gives about themselves
	speaks   float64    // how much is reported at all
	thanks   float64    // volume of recognition, 1 is usual
	rise     float64    // what the climate gains a month

	ring      bool // three members thank each other and nobody else
	public    bool // commitments are announced, whatever becomes of them
	takesBack bool // the manager revokes and overrides what was delegated
	campaign  int  // month from which irritants are hunted, 0 never; counts from 1
}

// ordinary is a team like many; x moves it a little up or down.
func ordinary(x float64) character {
	q := .55 + .12*x
	return character{
		story: "", fix: q, listen: q, trust: q, thank: q, promise: q, calm: q, serve: q, planet: q - .1, safe: q,
		climate: [3]float64{3.2 + .4*x, 3.3 + .4*x, 3.1 + .4*x}, declared: 3.4 + .3*x, speaks: 1, thanks: 1,
	}
}

// cast are the teams with a story, by id.
func cast(id string, x float64) character {
	c := ordinary(x)
	switch id {
	case "conseil-lyon":
		c = character{
			story: "exemplary", fix: .97, listen: .95, trust: .95, thank: .95, promise: .97, calm: .95, serve: .95,
			planet: .95, safe: .97, climate: [3]float64{4.45, 4.5, 4.4}, declared: 4.3, speaks: 1.2, thanks: 1.6,
		}
	case "boutique-prestige":
		c = character{
			story: "facade", fix: .15, listen: .2, trust: .25, thank: .5, promise: .1, calm: .4, serve: .55,
			planet: .1, safe: .3, climate: [3]float64{2.4, 2.3, 2.3}, declared: 4.7, speaks: 1, thanks: 5, public: true,
		}
	case "conciergerie":
		c.story, c.serve, c.climate, c.declared = "customers-first", .97, [3]float64{2.5, 2.6, 2.7}, 2.9
		c.calm, c.listen = .3, .4
	case "gestion-paie":
		c.story, c.ring, c.thanks = "ring", true, 1.6
	case "archives":
		c.story, c.speaks, c.safe, c.climate, c.declared = "silent", 0, .2, [3]float64{2.6, 2.3, 2.7}, 2.7
	case "direction-innovation":
		c.story = "four"
	case "service-travaux":
		c.story, c.takesBack, c.trust, c.climate[1], c.declared = "taker-back", true, .25, 2.8, 3
	case "urgences":
		c.story, c.calm, c.thank, c.climate, c.declared = "ward", .15, .75, [3]float64{2.5, 3.6, 3.1}, 3.3
	}
	return c
}

// shock is what one month adds to a team's climate, up and down, the same for everybody
// in it; an irritant campaign lifts it.
func (t *team) shock(seed uint64, month int) float64 {
	s := scene{world: &world{Options: Options{Seed: seed}}, team: t, month: month}
	s.draw("climate")
	shock := .18 * s.Normal()
	if t.campaign > 0 && month >= t.campaign {
		shock += .7
	}
	return shock + t.rise*float64(month)
}
