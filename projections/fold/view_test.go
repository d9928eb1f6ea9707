package fold_test

import (
	"slices"
	"testing"

	"soin/domain/event"
	"soin/projections/fold"
)

type (
	named   struct{ name string }
	ignored struct{}
	alias   struct{} // bears the name of another event
)

func (named) EventName() string   { return "test.named" }
func (ignored) EventName() string { return "test.ignored" }
func (alias) EventName() string   { return "test.named" }

func (named) Validate() error   { return nil }
func (ignored) Validate() error { return nil }
func (alias) Validate() error   { return nil }

// names is the state of a view: what was named, and where.
type names struct {
	list   []string
	places []event.Position
}

func (n *names) named(e named, r event.Recorded) {
	n.list, n.places = append(n.list, e.name), append(n.places, r.Position)
}

func aView() fold.View[names] {
	return fold.New("names@1", func() *names { return &names{list: []string{"start"}} }, fold.On((*names).named))
}

func recorded(position event.Position, e event.Event) event.Recorded {
	return event.Recorded{Place: event.Place{Position: position}, Event: e}
}

func expectNames(t *testing.T, v *fold.View[names], position event.Position, want ...string) {
	t.Helper()
	if got := v.Folded().list; !slices.Equal(got, want) || v.Position() != position {
		t.Errorf("%q at %d, not %q at %d", got, v.Position(), want, position)
	}
}

func TestAViewFoldsEachEventOnce(t *testing.T) {
	v := aView()
	expectNames(t, &v, 0, "start")
	v.Fold(recorded(3, named{"a"}))
	v.Fold(recorded(3, named{"a"}))
	v.Fold(recorded(2, named{"late"}))
	v.Fold(recorded(10, named{"b"}))
	v.Fold(recorded(3, named{"a"}))
	expectNames(t, &v, 10, "start", "a", "b")
	if places := v.Folded().places; !slices.Equal(places, []event.Position{3, 10}) {
		t.Errorf("folds were told of places %v", places)
	}
	if v.Name() != "names@1" || v.State() != any(v.Folded()) {
		t.Errorf("%s remembers %v beside its state", v.Name(), v.State())
	}
}

func TestAViewSkipsEventsItDoesNotKnow(t *testing.T) {
	v := aView()
	v.Fold(recorded(1, ignored{}))
	v.Fold(recorded(2, alias{}))
	v.Fold(recorded(3, event.Unknown{Raw: event.Raw{Name: "test.named", Version: 9}}))
	expectNames(t, &v, 3, "start")
	v.Fold(recorded(4, named{"a"}))
	expectNames(t, &v, 4, "start", "a")
}

func TestAViewThatIsResetBeginsAgain(t *testing.T) {
	v := aView()
	v.Fold(recorded(5, named{"a"}))
	v.Reset()
	expectNames(t, &v, 0, "start")
	v.Fold(recorded(5, named{"a"}))
	expectNames(t, &v, 5, "start", "a")
}

func TestAViewResumesWhereItsSnapshotWasTaken(t *testing.T) {
	v := aView()
	*v.State().(*names) = names{list: []string{"from a snapshot"}}
	v.Resume(7)
	v.Fold(recorded(7, named{"seen"}))
	expectNames(t, &v, 7, "from a snapshot")
	v.Fold(recorded(8, named{"a"}))
	expectNames(t, &v, 8, "from a snapshot", "a")
}
