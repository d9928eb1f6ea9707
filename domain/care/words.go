package care

import "soin/domain/rule"

// Words lists the criteria.
func (Criterion) Words() []string { return rule.Words(Criteria[:]) }

// Words lists the axes.
func (Axis) Words() []string { return rule.Words(Axes[:]) }

// Words lists the needs.
func (Need) Words() []string { return rule.Words(Needs[:]) }

// Words lists the dimensions.
func (Dimension) Words() []string { return rule.Words(Dimensions[:]) }
