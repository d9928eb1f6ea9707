// Publishes through the Door by one of the clients for Node, and fails when its user is not
// told why something is refused.
//
//   node publish.js <package> <connection string>
"use strict";
const assert = require("node:assert/strict");

const [name, connectionString] = process.argv.slice(2);
const db = require(name);
const Client = db.KurrentDBClient ?? db.EventStoreDBClient;
const client = Client.connectionString(connectionString);

const publish = (type, data) =>
  client.appendToStream(`${type.split(".")[1]}-north`, db.jsonEvent({ type, data, metadata: { time: "2026-02-01T08:00:00Z" } }));

const formed = "soin.team.formed.v1";

// What is refused, and a word of the reason.
const refusals = [
  ["contradicts what is known", formed, { name: "North ward" }, "was formed already"],
  ["breaks a rule", formed, { name: "" }, "data.name"],
  ["is of an unknown type", "soin.team.format.v1", {}, "the nearest ones are"],
  ["is not for publishers", "soin.model.adopted.v1", {}, "recorded by Soin itself"],
];

(async () => {
  try {
    assert.equal((await publish(formed, { name: "North ward" })).success, true);
    for (const [what, type, data, reason] of refusals) {
      await assert.rejects(publish(type, data), (e) => {
        assert.ok(e.message.includes(reason), `what ${what} is refused with ${JSON.stringify(e.message)}`);
        return true;
      });
      console.log(what);
    }
  } catch (e) {
    console.error(`${name}:`, e);
    process.exit(1);
  }
  await client.dispose();
  process.exit(0);
})();
