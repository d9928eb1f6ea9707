package stats

import "math"

// Decay is the weight 2^(-age/halfLife) of evidence of an age, both in days: 1 when it is
// new, 1/16 at four half-lives, and 0 beyond. What has not happened yet (a negative age)
// weighs nothing, and so does everything without a half-life.
func Decay(age, halfLife int) float64 {
	if age < 0 || halfLife <= 0 || age > 4*halfLife {
		return 0
	}
	return math.Exp2(-float64(age) / float64(halfLife))
}
