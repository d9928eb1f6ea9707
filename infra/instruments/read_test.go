package instruments_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"soin/domain/rule"
	"soin/infra/instruments"
)

// sound is an instrument file with every part that a file may have.
const sound = `id: pulse
version: wave
audience: team
title: {fr: Pouls, en: Pulse}
attribution: [Somebody]
items:
  - id: heard
    text: {fr: On m'écoute, en: I am heard}
    wordings: [I feel heard]
    need: écoute
    dimension: attention
    criterion: située
    axis: team
    reversedIn: 2020
    mirrorOf: done
    min: 1
    max: 5
    codes: {A1: 2019-2020, A2: "2021, 2023"}
  - id: done
    text: {en: What we ask for is done}
    min: 1
    max: 5
    codes: {A2: 2019-2020}
import:
  values: percent
  missing: ["", "n<10"]
  columns:
    code: '(?P<code>A[0-9]+)(?:\. (?P<text>.+))?'
    team: 'unit'
    teamCode: 'code'
    parent: 'group'
    responseRate: 'rate'
  leftOut:
    - {headers: 'index.*', reason: an index}
    - {codes: {A9: 2019}, reason: nobody knows what it was}
  teams:
    kind: unit
    root: {id: all, name: All, kind: all}
    parents: {are: groupings, kind: group}
    groups: {kind: combined, names: ['.* \(combined\)']}
    notTeams: [{names: total, reason: the total}]
    aliases: {Nroth: North}
  waves: {day: "06-30"}
  registry:
    organisations: {file: units.csv, id: id, name: name, from: from, to: to}
    lineage:
      {file: log.csv, year: year, id: id, previous: before, succession: kind, reason: why, direct: [direct]}
    aliases: {X1: X2}
`

func TestASoundFileIsRead(t *testing.T) {
	all, err := instruments.Read("pulse.yaml", []byte(sound))
	if err != nil || len(all) != 1 || len(all[0].Questions) != 2 {
		t.Fatalf("%d instruments, %v", len(all), err)
	}
}

func TestAFaultSaysFileLineColumnValueAndRule(t *testing.T) {
	for _, tt := range []struct{ name, was, is, want string }{
		{"unknown key", "title:", "titel:", `pulse.yaml:4:1: titel is not a key here: use one of id, version, since, audience, title`},
		{"unknown key deep down", "need:", "needs:", `pulse.yaml:10:5: items[0].needs is not a key here`},
		{"unknown word", "need: écoute", "need: ecoute", `pulse.yaml:10:11: items[0].need must be one of confiance, écoute, pouvoir d'agir, reconnaissance,  (got "ecoute")`},
		{"half a cell", "    axis: team\n", "", `pulse.yaml:7:5: items[0].axis must be given together with criterion (got "")`},
		{"scale upside down", "min: 1\n    max: 5\n    codes: {A1", "min: 5\n    max: 1\n    codes: {A1", `pulse.yaml:16:10: items[0].min must be lower than max, by a thousandth or more (got 5)`},
		{"text for a number", "min: 1\n    max: 5\n    codes: {A1", "min: low\n    max: 5\n    codes: {A1", `pulse.yaml:16:10: items[0].min must be a number (got "low")`},
		{"list for text", "id: heard", "id: [heard]", `pulse.yaml:7:9: items[0].id must be text`},
		{"same id twice", "id: done", "id: heard", `pulse.yaml:19:9: items[1].id is already the id of an earlier item (got "heard")`},
		{"two meanings of a code", "codes: {A2: 2019-2020}", "codes: {A2: 2020-2021}", `pulse.yaml:23:17: items[1].codes.A2 already means something else in one of these years (got "A2")`},
		{"what was left out asked again", "codes: {A2: 2019-2020}", "codes: {A9: 2019}", `pulse.yaml:23:17: items[1].codes.A9 already means something else`},
		{"no code", "codes: {A2: 2019-2020}", "codes: {B2: 2019-2020}", `must be a code as import.columns.code finds it in a header (got "B2")`},
		{"no years", "2019-2020}", "2020-2019}", `must be years like "2009, 2011-2020" (got "2020-2019")`},
		{"key twice", "version: wave", "version: wave\nversion: wave", `pulse.yaml:3:1: version is given twice (got "version")`},
		{"alias", "title: {fr: Pouls, en: Pulse}", "title: &t {fr: Pouls, en: Pulse}", `pulse.yaml:4:8: title must be written out`},
		{"pattern", "team: 'unit'", "team: 'unit('", `pulse.yaml:29:11: import.columns.team must be a regular expression`},
		{"pattern that ends another", "team: 'unit'", "team: 'unit)|(.*'", `import.columns.team must be a regular expression`},
		{"pattern without a code", "(?P<code>", "(?P<key>", `import.columns.code must have a group named code`},
		{"scale", "values: percent", "values: per cent", `pulse.yaml:25:11: import.values must be one of percent, points, share, mean, auto (got "per cent")`},
		{"day", `day: "06-30"`, `day: "06-31"`, `import.waves.day must be a day of every year, written MM-DD (got "06-31")`},
		{"leap day", `day: "06-30"`, `day: "02-29"`, `import.waves.day must be a day of every year`},
		{"parents", "are: groupings", "are: parents", `import.teams.parents.are must be one of groupings, teams`},
		{"reason", "reason: the total", "reason: ''", `import.teams.notTeams[0].reason must have 1 to 500 characters`},
		{"registry column", "from: from, ", "", `import.registry.organisations.from must have 1 to 200 characters`},
		{"no date of a version", "version: wave", "version: '1'", `since must be a date YYYY-MM-DD`},
		{"a date too many", "version: wave", "version: wave\nsince: 2020-01-01", `since says nothing where every wave is a version of its own`},
		{"not YAML", "items:", "items: }", `pulse.yaml:`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(sound, tt.was) {
				t.Fatalf("the sound file has no %q", tt.was)
			}
			_, err := instruments.Read("pulse.yaml", []byte(strings.Replace(sound, tt.was, tt.is, 1)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got\n%v\nwant\n%s", err, tt.want)
			}
			if _, ok := errors.AsType[*rule.Violation](err); !ok {
				t.Errorf("%T is no violation of a rule", err)
			}
		})
	}
}

func TestAllFaultsComeTogetherAndInOrder(t *testing.T) {
	file := strings.NewReplacer("need: écoute", "need: x", "axis: team", "axis: y", "values: percent", "values: z").Replace(sound)
	_, err := instruments.Read("pulse.yaml", []byte(file))
	var faults *instruments.Faults
	if !errors.As(err, &faults) || len(faults.List) != 3 {
		t.Fatalf("got %v, want three faults", err)
	}
	for i, line := range []int{10, 13, 25} {
		if faults.List[i].Line != line {
			t.Errorf("fault %d is in line %d, want %d", i, faults.List[i].Line, line)
		}
	}
}

func TestFaultsAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "key%d: 1\n", i)
	}
	_, err := instruments.Read("x.yaml", []byte(b.String()))
	var faults *instruments.Faults
	if !errors.As(err, &faults) || len(faults.List) != instruments.MostFaults || faults.More != 450 {
		t.Fatalf("%T with %d faults and %d more", err, len(faults.List), faults.More)
	}
}

func TestAFileThatIsTooLargeOrEmptyIsRefused(t *testing.T) {
	for _, data := range []string{"", "---\n", strings.Repeat("#", instruments.MostBytes+1)} {
		if _, err := instruments.Read("x.yaml", []byte(data)); err == nil {
			t.Errorf("%.10q... was read", data)
		}
	}
}
