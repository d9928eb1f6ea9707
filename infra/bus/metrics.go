package bus

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"soin/infra/bus/cursor"
)

// namespace begins the names of all metrics, subsystem those of the bus.
const (
	namespace = "soin"
	subsystem = "bus"
)

// register registers a metric, or finds the one that another router registered.
func register[C prometheus.Collector](registry prometheus.Registerer, c C) (C, error) {
	err := registry.Register(c)
	if before, twice := errors.AsType[prometheus.AlreadyRegisteredError](err); twice {
		if known, ok := before.ExistingCollector.(C); ok {
			return known, nil
		}
	}
	return c, err
}

func gauges(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Subsystem: subsystem, Name: name, Help: help}, labels)
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Subsystem: subsystem, Name: name, Help: help}, labels)
}

// positions tells where the cursors stand that this process holds.
type positions struct {
	cursors *cursor.Cursors
	where   *prometheus.Desc
}

// CursorMetrics is a collector of the positions of cursors.
func CursorMetrics(cursors *cursor.Cursors) prometheus.Collector {
	return &positions{cursors, prometheus.NewDesc(
		prometheus.BuildFQName(namespace, subsystem, "cursor_position"),
		"Position in the log up to which a group is done; told by the process that holds its cursor.",
		[]string{"cursor"}, nil,
	)}
}

func (p *positions) Describe(out chan<- *prometheus.Desc) { out <- p.where }

func (p *positions) Collect(out chan<- prometheus.Metric) {
	for name, position := range p.cursors.Positions() {
		out <- prometheus.MustNewConstMetric(p.where, prometheus.GaugeValue, float64(position), name)
	}
}
