// Uses an EventStoreDB server as an application would, by one of the clients for Node, and
// fails with the first thing that is not as it should be.
//
//   node client.js <package> <connection string>
"use strict";
const assert = require("node:assert/strict");
const { randomUUID } = require("node:crypto");

const [name, connectionString] = process.argv.slice(2);
const db = require(name);
const Client = db.KurrentDBClient ?? db.EventStoreDBClient;
const client = Client.connectionString(connectionString);

const stream = `lamp-${randomUUID()}`;
const group = "readers";
const lit = (n) => db.jsonEvent({ type: "lamp-lit", data: { n }, metadata: { by: "node" } });
const at = (revision) => ({ expectedRevision: revision, streamState: revision }); // by its name in either client
const number = (resolved) => (resolved.event ?? resolved.link).data.n;

async function collect(events) {
  const all = [];
  for await (const e of events) all.push(e);
  return all;
}

/** take gives the first events of a subscription, and what it is told of. */
async function take(subscription, count, each = async () => {}) {
  const taken = [];
  for await (const e of subscription) {
    taken.push(number(e));
    await each(e);
    if (taken.length === count) break;
  }
  return taken;
}

const steps = {
  async append() {
    const written = await client.appendToStream(stream, [lit(0), lit(1), lit(2)], at(db.NO_STREAM));
    assert.equal(written.success, true);
    assert.equal(written.nextExpectedRevision, 2n);
    const single = await client.appendToStream(stream, lit(3), at(2n));
    assert.equal(single.nextExpectedRevision, 3n);
  },

  async "append at a wrong revision"() {
    await assert.rejects(client.appendToStream(stream, lit(9), at(0n)), (e) => {
      assert.equal(e.type, db.ErrorType.WRONG_EXPECTED_VERSION);
      assert.equal(e.actualVersion ?? e.actualState, 3n);
      return true;
    });
  },

  async read() {
    const events = await collect(client.readStream(stream, { direction: db.FORWARDS, fromRevision: db.START }));
    assert.deepEqual(events.map(number), [0, 1, 2, 3]);
    const [first] = events;
    assert.equal(first.event.type, "lamp-lit");
    assert.equal(first.event.streamId, stream);
    assert.deepEqual(first.event.metadata, { by: "node" });
    assert.ok(Math.abs(Date.now() - new Date(first.event.created).getTime()) < 600_000);
  },

  async "read backwards"() {
    const events = await collect(client.readStream(stream, { direction: db.BACKWARDS, fromRevision: db.END, maxCount: 2 }));
    assert.deepEqual(events.map(number), [3, 2]);
  },

  async "read what is not there"() {
    await assert.rejects(collect(client.readStream(`lamp-${randomUUID()}`)), (e) => {
      assert.equal(e.type, db.ErrorType.STREAM_NOT_FOUND);
      return true;
    });
  },

  async "read all"() {
    const events = await collect(client.readAll({ direction: db.FORWARDS, fromPosition: db.START }));
    assert.deepEqual(events.filter((e) => e.event.streamId === stream).map(number), [0, 1, 2, 3]);
  },

  async subscribe() {
    const subscription = client.subscribeToStream(stream, { fromRevision: db.START });
    const taken = take(subscription, 5);
    await client.appendToStream(stream, lit(4));
    assert.deepEqual(await taken, [0, 1, 2, 3, 4]);
    await subscription.unsubscribe();
  },

  async "subscribe to all"() {
    const filter = db.streamNameFilter({ prefixes: [stream] });
    const subscription = client.subscribeToAll({ fromPosition: db.START, filter });
    assert.deepEqual(await take(subscription, 5), [0, 1, 2, 3, 4]);
    await subscription.unsubscribe();
  },

  async "create a persistent subscription"() {
    const settings = db.persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: db.START });
    await client.createPersistentSubscriptionToStream(stream, group, settings);
    await assert.rejects(client.createPersistentSubscriptionToStream(stream, group, settings), (e) => {
      assert.equal(e.type, db.ErrorType.PERSISTENT_SUBSCRIPTION_EXISTS);
      assert.equal(e.streamName, stream);
      assert.equal(e.groupName, group);
      return true;
    });
  },

  async "acknowledge and refuse"() {
    const subscription = client.subscribeToPersistentSubscriptionToStream(stream, group, { bufferSize: 2 });
    const retries = [];
    const taken = await take(subscription, 6, async (e) => {
      if (number(e) === 1 && e.retryCount === 0) return subscription.nack(db.RETRY, "again", e);
      if (number(e) === 1) retries.push(e.retryCount);
      if (number(e) === 2) return subscription.nack(db.PARK, "not now", e);
      return subscription.ack(e);
    });
    assert.deepEqual(taken.toSorted(), [0, 1, 1, 2, 3, 4]);
    assert.deepEqual(retries, [1]);
    await subscription.unsubscribe();
  },

  async info() {
    const info = await until(
      () => client.getPersistentSubscriptionToStreamInfo(stream, group),
      (i) => i.connections.length === 0 && i.stats.parkedMessageCount === 1n,
    );
    assert.equal(info.eventSource, stream);
    assert.equal(info.groupName, group);
    assert.equal(info.stats.totalItems, 5n);
    assert.equal(info.stats.lastKnownEventRevision, 4n);
    assert.equal(info.settings.startFrom, db.START);
    assert.equal(info.settings.consumerStrategyName, db.ROUND_ROBIN);
    const listed = await client.listPersistentSubscriptionsToStream(stream);
    assert.deepEqual(listed.map((i) => i.groupName), [group]);
  },

  async "read what is parked"() {
    const parked = await collect(client.readStream(`$persistentsubscription-${stream}::${group}-parked`, { resolveLinkTos: true }));
    assert.deepEqual(parked.map(number), [2]);
    assert.equal(parked[0].link.metadata.reason, "not now");
  },

  async "replay what is parked"() {
    const subscription = client.subscribeToPersistentSubscriptionToStream(stream, group);
    await client.replayParkedMessagesToStream(stream, group);
    assert.deepEqual(await take(subscription, 1, (e) => subscription.ack(e)), [2]);
    await subscription.unsubscribe();
    await until(() => client.getPersistentSubscriptionToStreamInfo(stream, group), (i) => i.stats.parkedMessageCount === 0n);
  },

  async "consume all, with a filter"() {
    const settings = db.persistentSubscriptionToAllSettingsFromDefaults({ startFrom: db.START });
    const filter = db.streamNameFilter({ prefixes: [stream] });
    await client.createPersistentSubscriptionToAll(group + stream, settings, { filter });
    const subscription = client.subscribeToPersistentSubscriptionToAll(group + stream);
    assert.deepEqual(await take(subscription, 5, (e) => subscription.ack(e)), [0, 1, 2, 3, 4]);
    await subscription.unsubscribe();
    await client.updatePersistentSubscriptionToAll(group + stream, settings);
    await client.deletePersistentSubscriptionToAll(group + stream);
  },

  async "delete a persistent subscription"() {
    await client.deletePersistentSubscriptionToStream(stream, group);
    await assert.rejects(client.getPersistentSubscriptionToStreamInfo(stream, group), (e) => {
      assert.equal(e.type, db.ErrorType.PERSISTENT_SUBSCRIPTION_DOES_NOT_EXIST);
      return true;
    });
  },

  async "delete a stream"() {
    await client.setStreamMetadata(stream, { maxCount: 2 });
    assert.equal((await client.getStreamMetadata(stream)).metadata.maxCount, 2);
    assert.deepEqual((await collect(client.readStream(stream))).map(number), [3, 4]);
    await client.deleteStream(stream);
    await client.tombstoneStream(stream);
    await assert.rejects(collect(client.readStream(stream)), (e) => {
      assert.equal(e.type, db.ErrorType.STREAM_DELETED);
      return true;
    });
  },
};

/** until asks again until the answer is as it should be; the test around it ends the waiting. */
async function until(ask, right) {
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    await new Promise((next) => setTimeout(next, 20));
  }
}

(async () => {
  for (const [step, run] of Object.entries(steps)) {
    try {
      await run();
    } catch (e) {
      console.error(`${name}: ${step}:`, e);
      process.exit(1);
    }
    console.log(step);
  }
  await client.dispose();
  process.exit(0);
})();
