package persistent

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"soin/domain/event"
)

func TestAGroupGoesOnAtItsCheckpoint(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 5)
		d.create(lamp)
		c := d.join(lamp, 10)
		ids := d.want(c, 0, 1, 2, 3, 4)
		c.Ack(ids[0], ids[1], ids[3])
		d.restart()
		if got := d.info(lamp).Checkpoint; got != 1 {
			t.Errorf("the checkpoint is %d", got)
		}
		c = d.join(lamp, 10)
		d.write("lamp", 5, 1)
		c.Ack(d.want(c, 2, 3, 4, 5)...)
		d.restart()
		d.write("lamp", 6, 1)
		d.want(d.join(lamp, 10), 6)
	})
}

func TestACheckpointIsWrittenWhileConsumersStay(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 7)
		d.create(lamp)
		c := d.join(lamp, 10)
		ids := d.want(c, 0, 1, 2, 3, 4, 5, 6)
		c.Ack(ids[:5]...) // the maximum
		if got := d.info(lamp).Checkpoint; got != 4 {
			t.Errorf("at the maximum the checkpoint is %d", got)
		}
		c.Ack(ids[5:]...) // the minimum
		if got := d.info(lamp).Checkpoint; got != 4 {
			t.Errorf("before its time the checkpoint is %d", got)
		}
		time.Sleep(time.Minute)
		if got := d.info(lamp).Checkpoint; got != 6 {
			t.Errorf("in its time the checkpoint is %d", got)
		}
	})
}

func TestAGroupBeginsWhereItWasToldTo(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 4)
		d.create(Name{"lamp", "start"})
		d.create(Name{"lamp", "two"}, func(c *Config) { c.Start.At = 2 })
		d.create(Name{"lamp", "end"}, func(c *Config) { c.Start.End = true })
		d.create(Name{All, "log"}, func(c *Config) { c.Start.At = 30 }) // positions are 10 apart
		d.create(Name{All, "end"}, func(c *Config) { c.Start.End = true })
		d.write("lamp", 4, 1)
		d.want(d.join(Name{"lamp", "start"}, 10), 0, 1, 2, 3, 4)
		d.want(d.join(Name{"lamp", "two"}, 10), 2, 3, 4)
		d.want(d.join(Name{"lamp", "end"}, 10), 4)
		d.want(d.join(Name{All, "log"}, 10), 2, 3, 4)
		d.want(d.join(Name{All, "end"}, 10), 4)
	})
}

func TestAFilterLeavesOutAndTheCheckpointPasses(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		all := Name{All, "lamps"}
		d.create(all, func(c *Config) { c.Filter, c.MinCheckpoint = &Filter{Prefixes: []string{"lamp"}}, 1 })
		d.write("lamp", 0, 1)
		d.write("door", 0, 20)
		d.write("lamp", 1, 1)
		d.write("door", 20, 20)
		c := d.join(all, 10)
		c.Ack(d.want(c, 0, 1)...)
		time.Sleep(time.Minute)
		if i := d.info(all); i.Checkpoint != i.Last || i.Last != 420 {
			t.Errorf("the checkpoint is %d of %d", i.Checkpoint, i.Last)
		}
	})
}

func TestWhatIsNotAnsweredInTimeIsSentToAnother(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 1)
		d.create(lamp)
		silent := d.join(lamp, 1)
		ids := d.want(silent, 0)
		other := d.join(lamp, 1)
		begun := time.Now()
		d.want(other, 0)
		if took := time.Since(begun); took != time.Second {
			t.Errorf("it came after %s", took)
		}
		silent.Ack(ids...) // too late: the other one has it
		if i := d.info(lamp); i.InFlight != 1 || i.Answered != 0 {
			t.Errorf("got %+v", i)
		}
		other.Ack(ids...)
		if i := d.info(lamp); i.InFlight != 0 || i.Answered != 1 || len(i.Consumers) != 2 || i.Consumers[1].Answered != 1 {
			t.Errorf("got %+v", i)
		}
	})
}

func TestParkedEventsStayUntilTheyAreDone(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 4)
		d.create(lamp)
		c := d.join(lamp, 10)
		ids := d.want(c, 0, 1, 2, 3)
		c.Ack(ids[0], ids[2])
		c.Nack(Park, "broken", ids[1], ids[3])
		if i := d.info(lamp); i.Parked != 2 || i.Answered != 4 {
			t.Errorf("%d are parked", i.Parked)
		}
		d.restart()
		if i := d.info(lamp); i.Parked != 2 || i.Checkpoint != 3 {
			t.Errorf("after a restart %d are parked, and the checkpoint is %d", i.Parked, i.Checkpoint)
		}
		if err := d.groups.Replay(t.Context(), lamp, -1); err != nil { // also before anybody consumes
			t.Fatal(err)
		}
		c = d.join(lamp, 10)
		ids = d.want(c, 1, 3)
		c.Ack(ids[0])
		c.Nack(Park, "still broken", ids[1])
		d.restart()
		if i := d.info(lamp); i.Parked != 1 {
			t.Errorf("after the replay %d are parked", i.Parked)
		}
		first, holds, err := d.groups.Parked(t.Context(), lamp.ParkedStream())
		if err != nil || first != 1 || holds(0) || !holds(1) {
			t.Errorf("what is parked begins at %d, %v", first, err)
		}
		c = d.join(lamp, 10)
		if err := d.groups.Replay(t.Context(), lamp, 1); err != nil { // nothing stands before 1
			t.Fatal(err)
		}
		d.write("lamp", 4, 1)
		d.want(c, 4)
		if err := d.groups.Replay(t.Context(), lamp, 2); err != nil {
			t.Fatal(err)
		}
		c.Nack(Skip, "", d.want(c, 3)...)
		if i := d.info(lamp); i.Parked != 0 {
			t.Errorf("at last %d are parked", i.Parked)
		}
	})
}

func TestAReplayDoesNotSendWhatIsUnderWay(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 2)
		d.create(lamp, func(c *Config) { c.MessageTimeout = 0 })
		c := d.join(lamp, 10)
		c.Nack(Park, "broken", d.want(c, 0, 1)...)
		synctest.Wait()
		for range 3 {
			if err := d.groups.Replay(t.Context(), lamp, -1); err != nil {
				t.Fatal(err)
			}
			if i := d.info(lamp); i.InFlight != 2 || i.Waiting != 0 || i.Parked != 2 {
				t.Errorf("%d in flight, %d waiting, %d parked", i.InFlight, i.Waiting, i.Parked)
			}
		}
	})
}

func TestAParkedEventThatIsGoneIsDone(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 1)
		all := Name{All, "readers"}
		d.create(all)
		c := d.join(all, 10)
		c.Nack(Park, "broken", d.want(c, 0)...)
		synctest.Wait()
		if err := errors.Join(d.log.Delete(t.Context(), "lamp", event.Any), d.groups.Replay(t.Context(), all, -1)); err != nil {
			t.Fatal(err)
		}
		if i := d.info(all); i.Parked != 0 {
			t.Errorf("%d are parked", i.Parked)
		}
	})
}

func TestNothingIsPassedThatCouldNotBeParked(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		store := &failing{Store: d.books}
		d.books = store
		d.open()
		d.write("lamp", 0, 2)
		d.create(lamp)
		c := d.join(lamp, 10)
		ids := d.want(c, 0, 1)
		store.appends.Store(true)
		c.Nack(Park, "broken", ids[0])
		c.Ack(ids[1])
		time.Sleep(time.Hour)
		if i := d.info(lamp); i.Parked != 0 || i.Checkpoint != -1 {
			t.Errorf("%d are parked, and the checkpoint is %d", i.Parked, i.Checkpoint)
		}
		store.appends.Store(false)
		time.Sleep(lastPause)
		if i := d.info(lamp); i.Parked != 1 || i.Checkpoint != 1 {
			t.Errorf("in the end %d are parked, and the checkpoint is %d", i.Parked, i.Checkpoint)
		}
	})
}

func TestBooksDoNotGrowWithCheckpoints(t *testing.T) {
	inBubble(t, func(t *testing.T, d *database) {
		d.write("lamp", 0, 2000)
		d.create(lamp, func(c *Config) { c.MinCheckpoint, c.MaxCheckpoint = 1, 1 })
		c := d.join(lamp, 1)
		for i := range 2000 {
			c.Ack(d.want(c, i)...)
			synctest.Wait()
		}
		head, err := d.books.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held := 0
		for range d.books.All(t.Context(), 0) {
			held++
		}
		if head < 2000*10 || held > cellLength+2 { // positions are 10 apart
			t.Errorf("of %d events that were written, the books hold %d", head/10, held)
		}
	})
}
