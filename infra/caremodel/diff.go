package caremodel

import "soin/domain/care"

// Change is one value in which two models differ; Was or Is is empty where a model does
// not have it.
type Change struct{ Path, Was, Is string }

// Diff lists what differs between two models, by path.
func Diff(was, is care.Model) ([]Change, error) {
	old, err := valuesOf(was)
	if err != nil {
		return nil, err
	}
	young, err := valuesOf(is)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for len(old) > 0 || len(young) > 0 {
		switch {
		case len(young) == 0 || len(old) > 0 && old[0].path < young[0].path:
			changes = append(changes, Change{old[0].path, old[0].text, ""})
			old = old[1:]
		case len(old) == 0 || young[0].path < old[0].path:
			changes = append(changes, Change{young[0].path, "", young[0].text})
			young = young[1:]
		default:
			if old[0].text != young[0].text {
				changes = append(changes, Change{old[0].path, old[0].text, young[0].text})
			}
			old, young = old[1:], young[1:]
		}
	}
	return changes, nil
}
