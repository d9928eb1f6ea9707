package stats

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// Rosetta Code, "Pseudo-random numbers/Splitmix64", and the reference C code for seed 0.
func TestSplitMix64GivesThePublishedNumbers(t *testing.T) {
	for seed, want := range map[uint64][]uint64{
		1234567: {6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821},
		0:       {0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f},
	} {
		r := NewSplitMix64(seed)
		for i, w := range want {
			if v := r.Next(); v != w {
				t.Errorf("seed %d, number %d: %d, want %d", seed, i, v, w)
			}
		}
	}
}

func TestBoundedGivesTheModelsNumbers(t *testing.T) {
	r := NewSplitMix64(42)
	for i, want := range []uint64{5, 3, 2, 4, 2, 6, 5, 4, 5, 6, 7, 6, 6, 7, 4, 2} {
		if v := r.Bounded(8); v != want {
			t.Errorf("number %d: %d, want %d", i, v, want)
		}
	}
}

// The definition: a draw v counts iff v < 2^64 - 2^64 mod n.
func TestBoundedThrowsAwayTheIncompleteBlock(t *testing.T) {
	for _, n := range []uint64{1, 2, 3, 1 << 63, 1<<63 + 1, math.MaxUint64, math.MaxUint64 - 1, 3 << 62} {
		r, same := NewSplitMix64(9), NewSplitMix64(9)
		for range 200 {
			v := same.Next()
			for rest := -n % n; rest != 0 && v >= -rest; {
				v = same.Next()
			}
			if got := r.Bounded(n); got != v%n {
				t.Fatalf("below %d: %d, want %d", n, got, v%n)
			}
		}
	}
	if v := NewSplitMix64(9).Bounded(0); v != 0 {
		t.Errorf("below nothing there is %d", v)
	}
}

func TestTheSeedOfAStatisticIsTheModels(t *testing.T) {
	if s := Seed("care", "1.0.0", "team-7", "XT", "2025-06-30", "deadbeef"); s != 4533758632380967510 {
		t.Errorf("seed %d", s)
	}
}

func TestFloatsLieBetweenZeroAndOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if x := NewSplitMix64(rapid.Uint64().Draw(t, "seed")).Float(); !(x > 0 && x < 1) {
			t.Fatalf("drew %v", x)
		}
	})
}

// Marsaglia & Tsang 2000: every layer has the area of the base with its tail.
func TestTheLayersHaveEqualAreas(t *testing.T) {
	area := tail*layerHeight[1] + math.Sqrt(math.Pi/2)*math.Erfc(tail/math.Sqrt2)
	near(t, "base", layerEdge[0]*layerHeight[1], area, 1e-15)
	near(t, "tail", layerEdge[1], tail, 0)
	for i := 1; i < 256; i++ {
		near(t, "layer", layerEdge[i]*(layerHeight[i+1]-layerHeight[i]), area, 1e-15)
		near(t, "height", layerHeight[i], math.Exp(-layerEdge[i]*layerEdge[i]/2), 1e-15)
	}
	near(t, "top", layerHeight[256], 1, 0)
	near(t, "middle", layerEdge[256], 0, 0)
}

// Kolmogorov-Smirnov at 0.1 %, and the first four moments within five standard errors.
func TestNormalDrawsAreNormal(t *testing.T) {
	const n = 1_000_000
	r := NewSplitMix64(2024)
	draws := make([]float64, n)
	for i := range draws {
		draws[i] = r.Normal()
	}
	var moments [5]Sum
	for _, x := range draws {
		for k, power := 1, x; k <= 4; k, power = k+1, power*x {
			moments[k].Add(power)
		}
	}
	for k, want := range []float64{0, 0, 1, 0, 3} {
		if k > 0 {
			near(t, "moment", moments[k].Total()/n, want, 5*math.Sqrt([]float64{0, 1, 2, 15, 96}[k]/n))
		}
	}
	slices.Sort(draws)
	distance := 0.0
	for i, x := range draws {
		p := distuv.UnitNormal.CDF(x)
		distance = max(distance, math.Abs(p-float64(i)/n), math.Abs(p-float64(i+1)/n))
	}
	if distance > 1.95/math.Sqrt(n) {
		t.Errorf("the draws are %v from normal", distance)
	}
	beyond := n - sortedBelow(draws, tail)
	if want := n * distuv.UnitNormal.Survival(tail); math.Abs(float64(beyond)-want) > 5*math.Sqrt(want) {
		t.Errorf("%d draws in the tail, want about %v", beyond, want)
	}
}

func sortedBelow(x []float64, bound float64) int {
	i, _ := slices.BinarySearch(x, bound)
	return i
}

// The bits of a million draws, by FNV-1a: the same on machines that fuse a product with a
// sum (arm64) and on those that do not.
func TestNormalDrawsAreTheSameBitsEverywhere(t *testing.T) {
	r, hash := NewSplitMix64(1), fnv.New64a()
	var bits [8]byte
	for range 1_000_000 {
		binary.BigEndian.PutUint64(bits[:], math.Float64bits(r.Normal()))
		hash.Write(bits[:])
	}
	if sum := hash.Sum64(); sum != 0x7ab45c3204f07f90 {
		t.Errorf("the bits sum up to %#x", sum)
	}
}

func TestTheLogarithmIsRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(1e-300, 1e300).Draw(t, "x")
		if got, want := logarithm(x), math.Log(x); math.Abs(got-want) > 4e-16*math.Max(1, math.Abs(want)) {
			t.Fatalf("ln %v = %v, want %v", x, got, want)
		}
	})
}

func mean(x []float64) float64 { return Describe(x).Mean }

// The model's own case: 3 4 4 5 2 4 3 5, seed 42, B 2000.
func TestBootstrapGivesTheModelsReplicates(t *testing.T) {
	values := Bootstrap([]float64{3, 4, 4, 5, 2, 4, 3, 5}, mean, 2000, NewSplitMix64(42))
	near(t, "mean", mean(values), 3.750375, 1e-12)
	near(t, "2.5 %", Percentile(values, .025), 3.125, 0)
	near(t, "97.5 %", Percentile(values, .975), 4.375, 0)
	if Bootstrap(nil, mean, 2000, NewSplitMix64(42)) != nil {
		t.Error("there is a sample of nothing")
	}
}

// Nearest rank: number ceil(q*n).
func TestPercentileIsTheNearestRank(t *testing.T) {
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(i + 1)
	}
	for i := range hundred {
		near(t, "percentile", Percentile(hundred, float64(i+1)/100), float64(i+1), 0)
	}
	near(t, "below", Percentile(hundred, 0), 1, 0)
	near(t, "between", Percentile(hundred, .071), 8, 0)
	near(t, "above", Percentile(hundred, 2), 100, 0)
	if p := Percentile(nil, .5); !math.IsNaN(p) {
		t.Errorf("of nothing half lies below %v", p)
	}
}

func TestPercentilesAreValuesAndRise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-9, 9), 1, 50).Draw(t, "x")
		slices.Sort(x)
		a, b := rapid.Float64Range(0, 1).Draw(t, "a"), rapid.Float64Range(0, 1).Draw(t, "b")
		low, high := Percentile(x, min(a, b)), Percentile(x, max(a, b))
		if low > high || !slices.Contains(x, low) || !slices.Contains(x, high) {
			t.Fatalf("%v and %v", low, high)
		}
	})
}

// The delta method is exact for a sum: sqrt(3^2+4^2) = 5.
func TestParametricBootstrapGivesTheErrorOfASum(t *testing.T) {
	se, sorted := ParametricBootstrap([]float64{10, 20}, []float64{3, 4}, 20_000, NewSplitMix64(5), func(d []float64) float64 { return d[0] + d[1] })
	near(t, "se", se, 5, .13) // five standard errors of an error
	near(t, "median", Percentile(sorted, .5), 30, .25)
	if !slices.IsSorted(sorted) || len(sorted) != 20_000 {
		t.Error("the draws are not in order")
	}
	if se, none := ParametricBootstrap(nil, nil, 0, NewSplitMix64(5), mean); !math.IsNaN(se) || none != nil {
		t.Errorf("no draw has an error of %v", se)
	}
}
