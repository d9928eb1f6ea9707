package stats

// ResponseBounds are the means that a whole group could have when a share rr (0..1) of it
// answered with a mean of 0..100: all who kept silent at 0, or all at 100 (Manski 1990, Am
// Econ Rev 80:319-323). The interval is 100*(1-rr) wide.
func ResponseBounds(mean, rr float64) (low, high float64) {
	low = float64(rr * mean)
	return low, low + float64(100*(1-rr))
}
