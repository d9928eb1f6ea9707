package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/simulate"
	"soin/infra/sqlitestore"
)

// TestReplicasAnswerAlike runs three Soins on one event store. Every fact is published
// through all three at once, while one after the other is killed and started again, every
// other time on an empty disk. Nothing that was acknowledged is lost, nothing is doubled, all
// judge alike, and at equal positions they answer alike, down to the fingerprints of their
// read models.
func TestReplicasAnswerAlike(t *testing.T) {
	store, err := sqlitestore.Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	connection := esdbservertest.Start(t, store)
	replicas := startReplicas(t, 3, connection)
	p := publishing{T: t, replicas: replicas, dice: rand.New(rand.NewPCG(4, 7)), told: map[string]map[string]bool{}}
	p.publish(batches(t, 24))
	positions := p.check(store)
	compareAnswers(t, replicas, positions)
	compareFingerprints(t, replicas, connection)
}

// batches are facts that outsiders publish, as the bodies of requests.
func batches(t *testing.T, size int) (bodies []string) {
	var waiting []string
	flush := func() {
		bodies, waiting = append(bodies, "["+strings.Join(waiting, ",")+"]"), nil
	}
	history := simulate.Options{Seed: 3, Teams: 4, Months: 2, Pace: .4, Start: simulate.Demo().Start}
	err := simulate.Write(history, func(f simulate.Fact) error {
		data, err := json.Marshal(f.Event)
		waiting = append(waiting, fmt.Sprintf(`{"specversion":"1.0","type":%q,"source":%q,"id":%q,"subject":%q,"time":%q,"data":%s}`,
			event.WireType(f.Event.EventName(), 1), f.Source, f.ID, f.Subject, f.Time.Format(time.RFC3339Nano), data))
		if len(waiting) == size {
			flush()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	flush()
	return bodies
}

// publishing sends facts through all replicas at once and remembers what they answered.
type publishing struct {
	*testing.T
	replicas []*replica
	dice     *rand.Rand

	mu   sync.Mutex
	told map[string]map[string]bool // by id: what was told of a fact, see kinds
}

// What may be told of a fact.
const (
	taken   = "recorded"
	waits   = "parked"
	refused = "refused"
)

func (p *publishing) publish(bodies []string) {
	var restarts sync.WaitGroup
	for i, body := range bodies {
		var posts sync.WaitGroup
		for _, r := range p.replicas {
			posts.Go(func() { p.post(r.address(), body) })
		}
		if i%6 == 2 {
			restarts.Wait()
			victim, disk := p.replicas[p.dice.IntN(len(p.replicas))], i%12 == 2
			victim.kill(disk) // while it is being asked
			restarts.Go(victim.start)
		}
		posts.Wait()
		p.tellAgain(body)
	}
	restarts.Wait()
}

// tellAgain publishes a batch until somebody has answered for all of it, as a publisher does.
func (p *publishing) tellAgain(body string) {
	for try := 0; !p.answered(body); try++ {
		if try == 100 {
			p.Fatalf("nobody takes %.300s", body)
		}
		p.post(p.replicas[try%len(p.replicas)].address(), body)
	}
}

func (p *publishing) answered(body string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range idsOf(p.T, body) {
		if len(p.told[id]) == 0 {
			return false
		}
	}
	return true
}

func idsOf(t *testing.T, body string) (ids []string) {
	var facts []struct{ ID string }
	if err := json.Unmarshal([]byte(body), &facts); err != nil {
		t.Fatal(err)
	}
	for _, f := range facts {
		ids = append(ids, f.ID)
	}
	return ids
}

// post takes no answer for an answer: the replica may have been killed.
func (p *publishing) post(url, body string) {
	res, err := http.Post(url+"/events", "application/cloudevents-batch+json", strings.NewReader(body))
	if err != nil {
		return
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	var got struct {
		Results []struct {
			Position string
			Parked   bool
			Problem  *struct {
				Code   string
				Status int
				Detail string
			}
		}
	}
	if err != nil || json.Unmarshal(answer, &got) != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, id := range idsOf(p.T, body) {
		if i >= len(got.Results) {
			return
		}
		if p.told[id] == nil {
			p.told[id] = map[string]bool{}
		}
		switch r := got.Results[i]; {
		case r.Problem == nil && r.Parked:
			p.told[id][waits] = true
		case r.Problem == nil:
			p.told[id][taken] = true
		case r.Problem.Status < http.StatusInternalServerError:
			p.told[id][refused] = true
		}
	}
}

// check holds what was told against what is stored, and gives some positions of the log.
func (p *publishing) check(store event.Store) (positions []event.Position) {
	held := map[string]int{}
	for r, err := range store.All(p.Context(), 0) {
		if err != nil {
			p.Fatal(err)
		}
		if r.Source != simulate.Source || strings.HasPrefix(r.Stream, "soin.") {
			continue // of the vault, and what is parked
		}
		held[r.ID]++
		if held[r.ID] > 1 {
			p.Errorf("%s is recorded %d times", r.ID, held[r.ID])
		}
		if len(held)%100 == 0 {
			positions = append(positions, r.Position)
		}
	}
	counts := map[string]int{}
	for id, told := range p.told {
		for what := range told {
			counts[what]++
		}
		if told[taken] && held[id] != 1 {
			p.Errorf("%s was acknowledged and is recorded %d times", id, held[id])
		}
		if told[refused] && (told[taken] || told[waits]) {
			p.Errorf("%s was refused by one and taken by another: %v", id, told)
		}
	}
	p.Logf("told: %v, recorded: %d", counts, len(held))
	if counts[taken] < 500 {
		p.Errorf("only %d facts were recorded", counts[taken])
	}
	return positions
}

// compareAnswers asks every replica the same about several moments of the log.
func compareAnswers(t *testing.T, replicas []*replica, positions []event.Position) {
	t.Helper()
	for _, at := range positions {
		query := fmt.Sprintf(`{ matrix(asOf: "2025-06-30", knownAt: "%[1]d") { position teams levels flags columns values statuses }
			organisation(asOf: "2025-06-30", knownAt: "%[1]d") { position facts { type count } } }`, at)
		answers := map[string]string{}
		for _, r := range replicas {
			var answer json.RawMessage
			ask(t, r.address(), query, &answer)
			answers[string(answer)] = r.name
		}
		if len(answers) != 1 {
			t.Errorf("at position %d they answer %v", at, answers)
		}
	}
}

// compareFingerprints stops the replicas and holds their read models against a replay.
func compareFingerprints(t *testing.T, replicas []*replica, connection string) {
	t.Helper()
	replayed := output(t, t.TempDir(), "replay", "--store", connection)
	for _, r := range replicas {
		waitForHead(t, r, replicas)
	}
	first := replicas[0].stop()
	for view, hash := range first {
		if !strings.Contains(replayed, hash+"  "+view+"\n") {
			t.Errorf("%s has the fingerprint %s of %s; a replay gives\n%s", replicas[0].name, hash, view, replayed)
		}
	}
	for _, r := range replicas[1:] {
		if other := r.stop(); !maps.Equal(other, first) {
			t.Errorf("%s has the fingerprints %v, and %s has %v", r.name, other, replicas[0].name, first)
		}
	}
}

// waitForHead asks a replica until it answers at the highest position that any does.
func waitForHead(t *testing.T, r *replica, replicas []*replica) {
	t.Helper()
	for {
		var highest string
		for _, other := range replicas {
			highest = max(highest, positionOf(t, other))
		}
		if positionOf(t, r) == highest {
			return
		}
	}
}

func positionOf(t *testing.T, r *replica) string {
	t.Helper()
	var got struct {
		Data struct{ Organisation struct{ Position string } }
	}
	ask(t, r.address(), `{ organisation { position } }`, &got)
	return fmt.Sprintf("%020s", got.Data.Organisation.Position)
}

// TestAFactParkedByOneReplicaIsRecordedByItself publishes a fact through one replica and what
// it builds upon through another one.
func TestAFactParkedByOneReplicaIsRecordedByItself(t *testing.T) {
	store, err := sqlitestore.Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	replicas := startReplicas(t, 2, esdbservertest.Start(t, store))
	for i, c := range []struct {
		event  string
		status int
	}{
		{factAbout("north", "team.renamed", `{"name":"Northern ward"}`), http.StatusAccepted},
		{factAbout("north", "team.formed", `{"name":"North ward"}`), http.StatusCreated},
	} {
		if status, answer := post(t, replicas[i].address()+"/events", "application/cloudevents+json", c.event); status != c.status {
			t.Fatalf("%s answers %d, want %d: %s", replicas[i].name, status, c.status, answer)
		}
	}
	for _, r := range replicas {
		var got struct {
			Data struct{ Team struct{ Name string } }
		}
		for got.Data.Team.Name != "Northern ward" {
			ask(t, r.address(), `{ team(id: "north") { name } }`, &got)
		}
	}
	for !strings.Contains(get(t, replicas[0].address()+"/readyz"), "nothing is parked") {
	}
	told := output(t, t.TempDir(), "parked", "list", "--store", replicas[0].store, "--instance", replicas[0].name)
	if told != "nothing is parked\n" {
		t.Errorf("what is parked by %s: %s", replicas[0].name, told)
	}
}
