package persistent

import (
	"encoding/json"
	"fmt"
)

// State is what is durable of a group beside its configuration.
type State struct {
	Mark   Mark   `json:"mark"`
	Parked Parked `json:"parked"`
}

// record is the value of a group's cell.
type record struct {
	Config Config `json:"config"`
	State  State  `json:"state"`
}

// index is the value of the cell that says which groups there are.
type index struct {
	Groups []entry `json:"groups"`
}

type entry struct {
	Name
	ID string `json:"id"` // names the group's cell; a group that is created again has another one
}

func encode(what string, v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", what, err)
	}
	return data, nil
}

func decode(what string, data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("read %s: %w", what, err)
	}
	return nil
}
