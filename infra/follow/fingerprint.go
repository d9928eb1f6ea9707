package follow

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"soin/projections"
)

// Fingerprint is the SHA-256 of one read model's state in its canonical form, in
// lower-case hexadecimal. Equal histories give equal fingerprints on every machine.
type Fingerprint struct {
	View string // "<name>@<version>"
	Hash string
}

// Fingerprints takes those of all read models, in canonical order.
func Fingerprints(views *projections.Views) ([]Fingerprint, error) {
	var out []Fingerprint
	for _, v := range views.All() {
		state, err := encode(v)
		if err != nil {
			return nil, err
		}
		out = append(out, Fingerprint{v.Name(), hash(state)})
	}
	return out, nil
}

func hash(state []byte) string {
	sum := sha256.Sum256(state)
	return hex.EncodeToString(sum[:])
}

// encode writes a state as CBOR in core deterministic encoding (RFC 8949, 4.2.1): equal
// states, equal bytes.
func encode(v projections.View) ([]byte, error) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	state, err := mode.Marshal(v.State())
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", v.Name(), err)
	}
	return state, nil
}

// decode reads a state back into a view and sets its position.
func decode(v projections.View, state []byte) error {
	mode, err := cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		MaxArrayElements: 1 << 30,
		MaxMapPairs:      1 << 30,
	}.DecMode()
	if err != nil {
		return err
	}
	if err := mode.Unmarshal(state, v.State()); err != nil {
		v.Reset() // nothing half-read is left behind
		return fmt.Errorf("decode %s: %w", v.Name(), err)
	}
	return nil
}

// clone makes an independent copy of all read models.
func clone(views *projections.Views) (*projections.Views, error) {
	twin := projections.NewViews()
	copies := twin.All()
	for i, v := range views.All() {
		state, err := encode(v)
		if err != nil {
			return nil, err
		}
		if err := decode(copies[i], state); err != nil {
			return nil, err
		}
		copies[i].Resume(v.Position())
	}
	return twin, nil
}
