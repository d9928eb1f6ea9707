package persistent

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func wantError(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func (d *database) dropped(c *Consumer) {
	d.t.Helper()
	_, err := c.Next(d.t.Context())
	wantError(d.t, err, ErrDropped)
}

func TestThereIsOneGroupOfAName(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		ctx := t.Context()
		_, missing := d.groups.Join(ctx, lamp, Peer{Buffer: 1})
		wantError(t, missing, ErrMissing)
		wantError(t, d.groups.Delete(ctx, lamp), ErrMissing)
		wantError(t, d.groups.Update(ctx, lamp, roomy(1), Start{}), ErrMissing)
		wantError(t, d.groups.Replay(ctx, lamp, -1), ErrMissing)
		_, missing = d.groups.Info(ctx, lamp)
		wantError(t, missing, ErrMissing)
		d.create(lamp)
		d.restart()
		wantError(t, d.groups.Create(ctx, lamp, Config{Settings: roomy(1)}), ErrExists)
		d.create(Name{"x", "y::z"})
		wantError(t, d.groups.Create(ctx, Name{"x::y", "z"}, Config{Settings: roomy(1)}), ErrExists) // they would park in one stream
		if err := d.groups.Delete(ctx, Name{"x", "y::z"}); err != nil {
			t.Fatal(err)
		}
		d.create(Name{All, "b"})
		d.create(Name{"door", "c"})
		d.create(Name{"door", "a"})
		for stream, want := range map[string]string{
			"": "$all::b door::a door::c lamp::readers", "door": "door::a door::c", All: "$all::b", "cellar": "",
		} {
			infos, err := d.groups.List(ctx, stream)
			var names []string
			for _, i := range infos {
				names = append(names, i.String())
			}
			if got := strings.Join(names, " "); err != nil || got != want {
				t.Errorf("of %q there are %q, %v", stream, got, err)
			}
		}
	})
}

func TestAnUpdateDropsConsumersAndGoesOn(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 3)
		all := Name{All, "lamps"}
		d.create(all, func(c *Config) { c.Filter = &Filter{Prefixes: []string{"lamp"}} })
		c := d.join(all, 10)
		ids := d.want(c, 0, 1, 2)
		c.Ack(ids[0])
		changed := roomy(7)
		changed.Strategy = Pinned
		if err := d.groups.Update(t.Context(), all, changed, Start{End: true}); err != nil {
			t.Fatal(err)
		}
		d.dropped(c)
		for range 2 {
			d.write("door", int(time.Now().UnixNano()), 1)
			c = d.join(all, 10)
			d.want(c, 1, 2)
			if i := d.info(all); i.Settings != changed || !i.Start.End || i.Filter == nil {
				t.Errorf("it became %+v", i)
			}
			d.restart()
		}
	})
}

func TestADeletedGroupLeavesNothingToItsSuccessor(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 3)
		d.create(lamp)
		c := d.join(lamp, 10)
		ids := d.want(c, 0, 1, 2)
		c.Ack(ids[0])
		c.Nack(Park, "broken", ids[1])
		synctest.Wait()
		if err := d.groups.Delete(t.Context(), lamp); err != nil {
			t.Fatal(err)
		}
		d.dropped(c)
		if _, holds, err := d.groups.Parked(t.Context(), lamp.ParkedStream()); err != nil || holds != nil {
			t.Errorf("what it parked is shown: %v", err)
		}
		for r := range d.books.All(t.Context(), 0) {
			if strings.HasPrefix(r.Stream, "persistent-group-") {
				t.Errorf("%s is left", r.Stream)
			}
		}
		d.create(lamp)
		if i := d.info(lamp); i.Parked != 0 || i.Checkpoint != -1 {
			t.Errorf("its successor begins with %+v", i)
		}
		d.restart()
		c = d.join(lamp, 10)
		c.Nack(Park, "broken", d.want(c, 0, 1, 2)...)
		if i := d.info(lamp); i.Parked != 3 {
			t.Errorf("its successor has parked %d", i.Parked)
		}
	})
}

func TestARestartDropsConsumersAndLosesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 3)
		d.create(lamp)
		c := d.join(lamp, 10)
		c.Ack(d.want(c, 0, 1, 2)[:2]...)
		if err := d.groups.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.dropped(c)
		d.want(d.join(lamp, 10), 2)
	})
}

func TestConsumersAreCounted(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		few, many := Name{"lamp", "few"}, Name{"lamp", "many"}
		d.create(few, func(c *Config) { c.MaxConsumers = 2 })
		d.create(many)
		for name, most := range map[Name]int{few: 2, many: MaxConsumers} {
			var last *Consumer
			for range most {
				last = d.join(name, 1)
			}
			_, err := d.groups.Join(t.Context(), name, Peer{Buffer: 1})
			wantError(t, err, ErrFull)
			last.Leave()
			d.join(name, 1)
		}
	})
}

// Two servers over the same books: the one that writes later finds out, lets its consumers go,
// and goes on with what the other one has done.
func TestTwoServersDoNotBothKeepTheBooks(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 4)
		d.create(lamp)
		c := d.join(lamp, 10)
		ids := d.want(c, 0, 1, 2, 3)
		other := &database{t: t, log: d.log, books: d.books}
		other.open()
		defer other.groups.Close()
		c2 := other.join(lamp, 10)
		c2.Ack(other.want(c2, 0, 1, 2, 3)[:3]...)
		c2.Leave()
		synctest.Wait()
		c.Ack(ids[0], ids[1])
		time.Sleep(time.Hour)
		d.dropped(c)
		d.want(d.join(lamp, 10), 3)
	})
}

func TestASlowGroupStallsNoOther(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		slow, quick := Name{All, "slow"}, Name{All, "quick"}
		for _, n := range []Name{slow, quick} {
			d.create(n, func(c *Config) { c.HistoryBuffer, c.LiveBuffer, c.ReadBatch = 2, 2, 1 })
		}
		d.join(slow, 1)
		c := d.join(quick, 1)
		for i := range 50 {
			d.write("lamp", i, 1)
			c.Ack(d.want(c, i)...)
		}
		if i := d.info(slow); i.Waiting != 2 || i.InFlight != 1 {
			t.Errorf("the slow one holds %d and %d", i.Waiting, i.InFlight)
		}
	})
}

func TestAGroupWithoutConsumersHoldsNoEvents(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 50)
		d.create(lamp)
		c := d.join(lamp, 2)
		c.Ack(d.want(c, 0)...)
		d.want(c, 1)
		c.Leave()
		if i := d.info(lamp); i.Waiting > 2 || i.InFlight != 0 || i.Retrying != i.Waiting {
			t.Errorf("it holds %d events, %d of them sent before", i.Waiting, i.Retrying)
		}
		d.want(d.join(lamp, 10), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	})
}

func TestWhatBreaksARuleMakesNoGroup(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		for rule, change := range map[string]func(*Name, *Config){
			"stream must have":              func(n *Name, _ *Config) { n.Stream = "" },
			"stream must have 1 to 1,024":   func(n *Name, _ *Config) { n.Stream = strings.Repeat("x", 1025) },
			"stream must be UTF-8":          func(n *Name, _ *Config) { n.Stream = "\xff" },
			"group must have":               func(n *Name, _ *Config) { n.Group = strings.Repeat("x", 257) },
			"strategy must":                 func(_ *Name, c *Config) { c.Strategy = "Loudest" },
			"messageTimeout must":           func(_ *Name, c *Config) { c.MessageTimeout = -1 },
			"maxRetryCount must":            func(_ *Name, c *Config) { c.MaxRetries = -1 },
			"maxCheckpointCount must":       func(_ *Name, c *Config) { c.MaxCheckpoint = 0 },
			"minCheckpointCount must not":   func(_ *Name, c *Config) { c.MinCheckpoint = c.MaxCheckpoint + 1 },
			"historyBufferSize must":        func(_ *Name, c *Config) { c.HistoryBuffer = MaxBuffer + 1 },
			"liveBufferSize must":           func(_ *Name, c *Config) { c.LiveBuffer = 0 },
			"readBatchSize must not exceed": func(_ *Name, c *Config) { c.ReadBatch = c.HistoryBuffer + 1 },
		} {
			name, config := lamp, Config{Settings: roomy(1)}
			change(&name, &config)
			if err := d.groups.Create(t.Context(), name, config); err == nil || !strings.Contains(err.Error(), rule) {
				t.Errorf("got %v, want %q", err, rule)
			}
		}
		if infos, err := d.groups.List(t.Context(), ""); err != nil || len(infos) > 0 {
			t.Errorf("there are %d, %v", len(infos), err)
		}
	})
}

func TestThereAreAsManyGroupsAsMayBe(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		for i := range MaxGroups {
			d.create(Name{"lamp", fmt.Sprint(i)})
		}
		wantError(t, d.groups.Create(t.Context(), lamp, Config{Settings: roomy(1)}), ErrTooMany)
		if err := d.groups.Delete(t.Context(), Name{"lamp", "0"}); err != nil {
			t.Fatal(err)
		}
		d.create(lamp)
	})
}

func TestNothingIsAskedOfClosedGroups(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.create(lamp)
		c := d.join(lamp, 1)
		d.groups.Close()
		d.dropped(c)
		_, err := d.groups.Join(t.Context(), lamp, Peer{Buffer: 1})
		wantError(t, err, ErrClosed)
		wantError(t, d.groups.Create(t.Context(), lamp, Config{Settings: roomy(1)}), ErrClosed)
		wantError(t, d.groups.Restart(t.Context()), ErrClosed)
	})
}

func TestAConsumerWaitsNoLongerThanItsCaller(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.create(lamp)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := d.join(lamp, 1).Next(ctx)
		wantError(t, err, context.DeadlineExceeded)
	})
}

// The log is lost for a while; the group begins again by itself.
func TestAGroupReadsOnAfterItsSourceFailed(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.log = &moody{Store: d.log, good: 3}
		d.open()
		d.write("lamp", 0, 10)
		d.create(lamp)
		begun := time.Now()
		d.want(d.join(lamp, 10), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
		if took := time.Since(begun); took < 3*firstPause || took > time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}
