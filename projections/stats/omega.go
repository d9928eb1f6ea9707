package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// How the communalities of Omega are found.
const (
	heywood     = 0.995 // the most that a factor may explain of an item
	closeEnough = 1e-12 // a round that changes them by no more is the last
	mostRounds  = 20_000
)

// Omega is McDonald's share of the variance of a sum of items that one common factor
// explains, (sum l)^2 / ((sum l)^2 + sum psi) (McDonald 1970, Br J Math Stat Psychol
// 23:1-21; 1999), from the correlations of the items. The factor is found by iterated
// principal axes that begin with the largest |r| of each item; an item's communality is
// held at .995 (Heywood 1931). It is NaN below two items, when the matrix is not square
// or has a NaN, and when the axes do not settle.
func Omega(corr [][]float64) float64 {
	communality, ok := largestCorrelations(corr)
	if !ok {
		return math.NaN()
	}
	for range mostRounds {
		loadings, ok := principalAxis(corr, communality)
		if !ok {
			return math.NaN()
		}
		change := 0.0
		for i, l := range loadings {
			h := math.Min(l*l, heywood)
			change = math.Max(change, math.Abs(h-communality[i]))
			communality[i] = h
		}
		if change <= closeEnough {
			return omegaOf(loadings, communality)
		}
	}
	return math.NaN()
}

func omegaOf(loadings, communality []float64) float64 {
	var common, unique Sum
	for i, l := range loadings {
		common.Add(l)
		unique.Add(1 - communality[i])
	}
	square := float64(common.Total() * common.Total())
	return square / (square + unique.Total())
}

// largestCorrelations is the first guess of communalities: each item's largest |r|.
func largestCorrelations(corr [][]float64) (largest []float64, ok bool) {
	largest = make([]float64, len(corr))
	for i, row := range corr {
		if len(row) != len(corr) {
			return nil, false
		}
		for j, r := range row {
			if math.IsNaN(r) || math.IsInf(r, 0) {
				return nil, false
			}
			if i != j {
				largest[i] = math.Max(largest[i], math.Min(math.Abs(r), heywood))
			}
		}
	}
	return largest, len(corr) >= 2
}

// principalAxis is the loadings on the first axis of the correlations with communalities
// on the diagonal. It is not ok when that axis explains nothing.
func principalAxis(corr [][]float64, communality []float64) (loadings []float64, ok bool) {
	k := len(corr)
	reduced := mat.NewSymDense(k, nil)
	for i := range k {
		for j := range i {
			reduced.SetSym(i, j, corr[i][j])
		}
		reduced.SetSym(i, i, communality[i])
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(reduced, true) { //nolint:misspell // as gonum spells it
		return nil, false
	}
	largest := eigen.Values(nil)[k-1] // ascending
	if !(largest > 0) {
		return nil, false
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	loadings = make([]float64, k)
	for i := range loadings {
		loadings[i] = math.Sqrt(largest) * vectors.At(i, k-1)
	}
	return loadings, true
}
