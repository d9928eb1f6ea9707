package concepts

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// table is what docs/concepts.md lists, line by line.
func table() string {
	var b strings.Builder
	b.WriteString("| | Idée | Idea | Shown as | Read it in | Fed by | Demo |\n|---|---|---|---|---|---|---|\n")
	for _, c := range All() {
		where := fmt.Sprintf("`concept(id: %q)`", c.ID)
		if len(c.Scores) > 0 {
			where += "; scores " + strings.Join(c.Scores, ", ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", c.ID, c.Name.FR, c.Name.EN, c.Kind, where, strings.Join(c.Feeds, ", "), c.Story)
	}
	return b.String()
}

func TestTheDocumentationListsTheConceptsAsTheyAre(t *testing.T) {
	page, err := os.ReadFile("../../docs/concepts.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, listed, _ := strings.Cut(string(page), "\n| | Idée"); "| | Idée"+listed != table() {
		t.Errorf("docs/concepts.md must end with\n%s", table())
	}
}
