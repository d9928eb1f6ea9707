package esdbserver

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/crypto/bcrypt"

	"soin/domain/rule"
)

// Limits of the users file.
const (
	maxUsers    = 1000
	maxUserName = 64
	maxPassword = 72 // bytes: bcrypt reads no more
	minPassword = 8
)

// hashCost makes a guess take about a tenth of a second; maxCost, about one.
const (
	hashCost = 11
	maxCost  = 14
)

// ReadUsers reads a users file: a line "name:role:hash" per user, as [UserLine] writes it. Empty
// lines and lines that begin with # are skipped.
func ReadUsers(path string) (*Users, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	users, err := ParseUsers(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return users, nil
}

// ParseUsers reads the content of a users file. Its hashes must have the same cost: whoever
// guesses would see which names are there if they took another time than those that are not.
func ParseUsers(r io.Reader) (*Users, error) {
	u := &Users{byName: map[string]entry{}, checks: newChecks(), right: map[string][sha256.Size]byte{}}
	cost := 0 // of the first hash
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		name, e, err := parseUser(line)
		if _, twice := u.byName[name]; err == nil && twice {
			err = rule.Break("name", name, "must not be given twice")
		}
		if err == nil && len(u.byName) == maxUsers {
			err = rule.Break("users", maxUsers+1, "must be at most 1,000")
		}
		if err == nil {
			cost, err = sameCost(cost, name, e)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		u.byName[name] = e
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	return u, u.seal(max(cost, bcrypt.MinCost))
}

// sameCost refuses a hash whose cost is not that of those before it, zero when there are none.
func sameCost(before int, name string, e entry) (int, error) {
	cost, err := bcrypt.Cost(e.hash)
	if err == nil && before != 0 && cost != before {
		err = rule.Break("hash", "of "+name, fmt.Sprintf("must have the cost of those before it, %d, and has %d", before, cost))
	}
	return cost, err
}

// seal makes what is secret of this process alone.
func (u *Users) seal(cost int) error {
	if _, err := rand.Read(u.key[:]); err != nil {
		return err
	}
	var err error
	u.nobody, err = bcrypt.GenerateFromPassword([]byte(rand.Text()), cost)
	return err
}

// parseUser reads a line. Its error never repeats the hash.
func parseUser(line string) (name string, e entry, err error) {
	fields := strings.Split(line, ":")
	if len(fields) != 3 {
		return "", e, rule.Break("line", len(fields), "must have the three fields name:role:hash")
	}
	e = entry{Role(fields[1]), []byte(fields[2])}
	if err := checkUser(fields[0], e.role); err != nil {
		return "", e, err
	}
	if cost, err := bcrypt.Cost(e.hash); err != nil || len(e.hash) != 60 {
		return "", e, rule.Break("hash", "of "+fields[0], "must be a bcrypt hash, as soin esdb-user writes it")
	} else if cost > maxCost {
		return "", e, rule.Break("hash", "of "+fields[0], fmt.Sprintf("must not cost more than %d", maxCost))
	}
	return fields[0], e, nil
}

func checkUser(name string, role Role) error {
	return rule.All(
		rule.Text("name", name, 1, maxUserName),
		rule.Check("name", name, !strings.ContainsAny(name, ":#\n\r"), "must not hold a colon, a # or a line break"),
		rule.Check("role", role, role.known(), "must be auditor, publisher or admin"),
	)
}

// UserLine is the line of a users file for somebody with this password.
func UserLine(name string, role Role, password string) (string, error) {
	err := rule.All(
		checkUser(name, role),
		rule.Check("password", "", len(password) >= minPassword && len(password) <= maxPassword, "must have 8 to 72 bytes"),
	)
	if err != nil {
		return "", err
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), hashCost)
	if err != nil {
		return "", err
	}
	return name + ":" + string(role) + ":" + string(hash), nil
}
