package stats

import "math"

// tail is where the base layer of the ziggurat ends and the tail begins.
const tail = 3.6541528853610088

// Normal is a draw from the standard normal distribution, by a ziggurat of 256 layers
// (Marsaglia & Tsang 2000, J Stat Softw 5(8), with independent bits for layer, sign and
// place as in Doornik 2005). It takes one draw of 64 bits 99 times in 100. Every machine
// gives the same bits: each operation is rounded on its own, and the logarithm is ours.
func (r *SplitMix64) Normal() float64 {
	bits := r.Next()
	layer := bits & 0xff
	x := float64(bits>>11) * 0x1p-53 * layerEdge[layer]
	if x >= layerEdge[layer+1] {
		x = r.beyond(layer, x)
	}
	return math.Float64frombits(math.Float64bits(x) | bits<<55&(1<<63))
}

// beyond decides what does not lie in the inner part of a layer: the base's tail (Marsaglia
// 1964), or the wedge under the curve, or a new layer. The sign is decided already.
func (r *SplitMix64) beyond(layer uint64, x float64) float64 {
	for {
		if layer == 0 {
			return r.beyondTail()
		}
		low, high := layerHeight[layer], layerHeight[layer+1]
		y := low + float64(r.Float()*(high-low))
		if logarithm(y) < -x*x/2 {
			return x
		}
		bits := r.Next()
		layer = bits & 0xff
		x = float64(bits>>11) * 0x1p-53 * layerEdge[layer]
		if x < layerEdge[layer+1] {
			return x
		}
	}
}

func (r *SplitMix64) beyondTail() float64 {
	for {
		x := -logarithm(r.Float()) / tail
		y := -logarithm(r.Float())
		if 2*y > x*x {
			return tail + x
		}
	}
}

// logarithm is ln x for a positive, normal x, to within a few units of the last place, by
// ln x = e*ln 2 + 2*artanh((m-1)/(m+1)) (Abramowitz & Stegun 1964, 4.1.27). The standard
// library's has other last bits on some machines.
func logarithm(x float64) float64 {
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, e = 2*m, e-1
	}
	s := (m - 1) / (m + 1)
	square := float64(s * s)
	series := 0.0
	for k := 21; k > 0; k -= 2 { // s^2 < .0295, so the next term is below 1e-18
		series = float64(series*square) + 1/float64(k)
	}
	return float64(float64(e)*math.Ln2) + float64(2*s*series)
}
