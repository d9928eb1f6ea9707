// Each client for Node appends, reads, subscribes and acknowledges; prints what it saw.
// Usage: node clients.mjs CONNECTION_STRING
import assert from "node:assert/strict";

const [, , connectionString] = process.argv;
const packages = {
  "@eventstore/db-client": ["EventStoreDBClient", "esdb"],
  "@kurrent/kurrentdb-client": ["KurrentDBClient", "kurrentdb"],
};

// first is what an event emitter says first of a kind.
function first(emitter, kind) {
  return new Promise((resolve, reject) => {
    emitter.once(kind, resolve);
    emitter.once("error", reject);
  });
}

async function collect(events) {
  const all = [];
  for await (const { event } of events) all.push(event);
  return all;
}

for (const [name, [constructor, scheme]] of Object.entries(packages)) {
  const library = await import(name);
  const { jsonEvent, binaryEvent, START, END, ANY, NO_STREAM, FORWARDS, BACKWARDS } = library;
  const client = library[constructor].connectionString`${connectionString.replace(/^esdb/, scheme)}`;
  const stream = `node-${scheme}`;

  const events = [1, 2, 3].map((n) => jsonEvent({ type: "counted", data: { n }, metadata: { of: name } }));
  events.push(binaryEvent({ type: "bytes", data: Buffer.from([0, 255]) }));
  const written = await client.appendToStream(stream, events, { expectedRevision: NO_STREAM ?? "no_stream" });
  assert.equal(written.nextExpectedRevision, 3n);
  await assert.rejects(client.appendToStream(stream, [events[0], jsonEvent({ type: "t", data: {} })], { expectedRevision: 7n }),
    { type: "wrong-expected-version" });

  const read = await collect(client.readStream(stream, { direction: FORWARDS, fromRevision: START }));
  assert.deepEqual(read.slice(0, 3).map((e) => e.data), [{ n: 1 }, { n: 2 }, { n: 3 }]);
  assert.deepEqual([...read[3].data], [0, 255]);
  assert.equal(read[0].metadata.of, name);
  assert.ok(Date.now() - new Date(read[0].created).getTime() < 60_000);
  const last = await collect(client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }));
  assert.equal(last[0].revision, 3n);
  await assert.rejects(collect(client.readStream("nowhere", { maxCount: 1 })), { type: "stream-not-found" });
  const all = await collect(client.readAll({ direction: FORWARDS, fromPosition: START, maxCount: 1000 }));
  assert.ok(all.length >= 4);

  const live = client.subscribeToStream(stream, { fromRevision: 3n });
  await first(live, "confirmation");
  const appeared = first(live, "data");
  await client.appendToStream(stream, jsonEvent({ type: "late", data: {} }));
  assert.equal((await appeared).event.type, "late");
  await live.unsubscribe();

  const filtered = client.subscribeToAll({
    fromPosition: START,
    filter: library.eventTypeFilter({ prefixes: ["late"] }),
  });
  assert.equal((await first(filtered, "data")).event.type, "late");
  await filtered.unsubscribe();

  await client.setStreamMetadata(stream, { maxCount: 2 });
  assert.equal((await client.getStreamMetadata(stream)).metadata.maxCount, 2);
  assert.equal((await collect(client.readStream(stream))).length, 2);
  await client.setStreamMetadata(stream, {});

  await client.createPersistentSubscriptionToStream(stream, "group", library.persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START }));
  const group = client.subscribeToPersistentSubscriptionToStream(stream, "group", { bufferSize: 1 });
  const seen = [];
  for await (const delivered of group) {
    seen.push(delivered.event.type);
    await group.ack(delivered);
    if (seen.length === 5) break;
  }
  await group.unsubscribe();
  assert.deepEqual(seen, ["counted", "counted", "counted", "bytes", "late"]);

  await client.deleteStream(stream);
  await assert.rejects(collect(client.readStream(stream)), { type: "stream-not-found" });
  await client.tombstoneStream(stream);
  await assert.rejects(collect(client.readStream(stream)), { type: "stream-deleted" });
  await assert.rejects(client.appendToStream(stream, events), { type: "stream-deleted" });
  await client.dispose();
  console.log(`${name} is content`);
}
