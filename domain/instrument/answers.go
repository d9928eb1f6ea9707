package instrument

import (
	"fmt"
	"maps"
	"slices"

	"soin/domain/rule"
)

// mostAnswers is how many items an instrument may have.
const mostAnswers = 1000

// CheckAnswers is 1..1000 answers by item id, each of which passes a check.
func CheckAnswers[A any](path string, answers map[string]A, check func(A) error) error {
	checks := []error{
		rule.Check(path, len(answers), len(answers) >= 1 && len(answers) <= mostAnswers, "must hold 1 to 1000 answers"),
	}
	for _, item := range slices.Sorted(maps.Keys(answers)) {
		if err := rule.ID(path, item); err != nil {
			checks = append(checks, err)
			continue
		}
		checks = append(checks, rule.In(fmt.Sprintf("%s[%q]", path, item), check(answers[item])))
	}
	return rule.All(checks...)
}

// CheckAnswer is an answer within what a scale may hold.
func CheckAnswer(answer float64) error { return rule.Between("", answer, lowestAnswer, highestAnswer) }
