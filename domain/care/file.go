package care

import _ "embed" // for the file

// ModelFile is the model that Soin comes with, as YAML. Package infra/caremodel reads it.
//
//go:embed model.yaml
var ModelFile []byte
