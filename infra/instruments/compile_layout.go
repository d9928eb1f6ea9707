package instruments

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"soin/domain/rule"
	"soin/infra/instruments/typography"
)

// Limits of a layout.
const (
	longestPattern = 500
	mostPatterns   = 200
)

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func (c *compiler) layout(in *Instrument) Layout {
	d := c.doc.Import
	l := Layout{Values: Scale(d.Values), Registry: d.Registry, missing: map[string]bool{}}
	c.broken(c.node, "import", rule.OneOf("values", l.Values, Percent, Points, Share, Mean, Auto))
	for _, token := range d.Missing {
		l.missing[strings.ToLower(token)] = true
	}
	c.columns(&l)
	in.Layout = l // codes are read with it
	c.leftOut(in, &l)
	l.Teams = c.teams()
	l.day = c.day()
	c.registry()
	return l
}

func (c *compiler) columns(l *Layout) {
	d := c.doc.Import.Columns
	for _, p := range []struct {
		use           Use
		key, matching string
	}{
		{Team, "team", d.Team}, {TeamCode, "teamCode", d.TeamCode}, {Parent, "parent", d.Parent},
		{Respondents, "respondents", d.Respondents}, {Eligible, "eligible", d.Eligible},
		{ResponseRate, "responseRate", d.ResponseRate},
	} {
		if p.matching != "" {
			l.uses = append(l.uses, usePattern{p.use, c.pattern("import.columns."+p.key, p.matching)})
		}
	}
	for _, p := range []struct {
		measure       Measure
		key, matching string
	}{{MeanOf, "mean", d.Mean}, {FavourableOf, "favourable", d.Favourable}, {AnswersOf, "n", d.N}, {DeviationOf, "sd", d.SD}} {
		if p.matching != "" {
			l.suffix = append(l.suffix, suffixPattern{p.measure, c.pattern("import.columns."+p.key, "(.+?)(?:"+p.matching+")")})
		}
	}
	if d.Team == "" && d.TeamCode == "" {
		c.fault("import.columns", "", "must say in team or teamCode how the column of teams is called")
	}
	if d.Code == "" {
		return
	}
	l.header = c.pattern("import.columns.code", d.Code)
	if l.header != nil && l.header.SubexpIndex("code") < 0 {
		c.fault("import.columns.code", d.Code, `must have a group named code: (?P<code>...)`)
		l.header = nil
	}
}

// pattern compiles what matches a whole header or name in any case. It is nil after a
// fault, with which no layout is used.
func (c *compiler) pattern(path, expression string) *regexp.Regexp {
	if len(expression) > longestPattern {
		c.fault(path, expression, fmt.Sprintf("must have at most %d bytes", longestPattern))
		return nil
	}
	if _, err := regexp.Compile(expression); err != nil {
		c.fault(path, expression, "must be a regular expression: "+err.Error())
		return nil
	}
	return regexp.MustCompile(`(?is)^(?:` + expression + `)$`)
}

func (c *compiler) leftOut(in *Instrument, l *Layout) {
	for i, d := range c.limited("import.leftOut", len(c.doc.Import.LeftOut)) {
		out := c.doc.Import.LeftOut[i]
		c.broken(c.node, d, rule.Text("reason", out.Reason, 1, 500))
		if out.Headers == "" && len(out.Codes) == 0 {
			c.fault(d, "", "must name headers or codes")
		}
		if out.Headers != "" {
			l.leftOut = append(l.leftOut, leftOutPattern{c.pattern(d+".headers", out.Headers), out.Reason})
		}
		c.claim(in, d+".codes", out.Codes, Column{Use: LeftOut, Question: noQuestion, Reason: out.Reason})
	}
}

// limited gives the paths of a list that is not longer than a list of patterns may be.
func (c *compiler) limited(path string, n int) []string {
	if n > mostPatterns {
		c.fault(path, n, fmt.Sprintf("must hold at most %d", mostPatterns))
		n = mostPatterns
	}
	paths := make([]string, n)
	for i := range paths {
		paths[i] = fmt.Sprintf("%s[%d]", path, i)
	}
	return paths
}

func (c *compiler) teams() Teams {
	d := c.doc.Import.Teams
	const path = "import.teams"
	t := Teams{
		Kind: d.Kind, ParentKind: d.Parents.Kind, GroupKind: d.Groups.Kind, Root: d.Root,
		ParentsAreTeams: d.Parents.Are == "teams", aliases: map[string]string{},
	}
	c.broken(c.node, path, rule.All(
		rule.Text("kind", d.Kind, 0, 64),
		rule.Text("parents.kind", d.Parents.Kind, 0, 64),
		rule.Text("groups.kind", d.Groups.Kind, 0, 64),
		rule.OneOf("parents.are", d.Parents.Are, "groupings", "teams"),
	))
	if d.Root != nil {
		c.broken(c.node, path+".root", rule.All(
			rule.ID("id", d.Root.ID), rule.Text("name", d.Root.Name, 1, 200), rule.Text("kind", d.Root.Kind, 0, 64)))
	}
	for i, at := range c.limited(path+".groups.names", len(d.Groups.Names)) {
		t.groups = append(t.groups, c.pattern(at, d.Groups.Names[i]))
	}
	for i, at := range c.limited(path+".notTeams", len(d.NotTeams)) {
		c.broken(c.node, at, rule.Text("reason", d.NotTeams[i].Reason, 1, 500))
		t.notTeams = append(t.notTeams, notTeamPattern{c.pattern(at+".names", d.NotTeams[i].Names), d.NotTeams[i].Reason})
	}
	for _, misprint := range sorted(d.Aliases) {
		c.broken(c.node, path, rule.Text("aliases", d.Aliases[misprint], 1, 200))
		t.aliases[typography.Key(misprint)] = d.Aliases[misprint]
	}
	return t
}

// day is the day of a wave that is named by its year.
func (c *compiler) day() string {
	day := c.doc.Import.Waves.Day
	if _, err := time.Parse(time.DateOnly, "2001-"+day); err != nil {
		c.fault("import.waves.day", day, "must be a day of every year, written MM-DD")
	}
	return day
}

func (c *compiler) registry() {
	r := c.doc.Import.Registry
	if r == nil {
		return
	}
	o, l := r.Organisations, r.Lineage
	c.named("organisations.file", o.File)
	c.named("organisations.id", o.ID)
	c.named("organisations.name", o.Name)
	c.named("organisations.from", o.From)
	c.named("organisations.to", o.To)
	if l.File == "" {
		return
	}
	c.named("lineage.year", l.Year)
	c.named("lineage.id", l.ID)
	c.named("lineage.previous", l.Previous)
	c.named("lineage.succession", l.Succession)
	c.named("lineage.reason", l.Reason)
}

// named holds a file or column of the registry to having a name.
func (c *compiler) named(key, name string) {
	c.broken(c.node, "import.registry", rule.Text(key, name, 1, 200))
}
