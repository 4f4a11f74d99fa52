// Decodes every record of every public topic with two libraries, which must come to the same, and checks what a consumer
// relies on. The topics are those that have a schema in the registry: the product's catalogue, as it was applied.
// Ends with 1 if a topic has no record, a record does not decode, or a check does not hold.
'use strict';

const { isDeepStrictEqual } = require('node:util');
const { kafka, registry, confluentDecoder, subjects, lz4Batches, run } = require('./clients');
const { READINGS, CHECKS } = require('./expected');

const GIVE_UP_AFTER_MS = 120_000;
const MOST_PROBLEMS_SHOWN = 5;

// All messages up to where the topic ends now, committed ones only.
async function read(client, admin, topic) {
  const open = new Map();
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
    if (BigInt(high) > BigInt(low)) open.set(partition, BigInt(high));
  }
  if (open.size === 0) return [];
  const messages = [];
  const consumer = client.consumer({ groupId: `foreign-${process.pid}-${topic}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${topic}: not read to its end`)), GIVE_UP_AFTER_MS);
    const eachBatch = async ({ batch }) => {
      messages.push(...batch.messages);
      // the mark that ends a transaction takes an offset too and is not shown
      const end = open.get(batch.partition);
      if (end !== undefined && BigInt(batch.lastOffset()) + 2n >= end) open.delete(batch.partition);
      if (open.size === 0) {
        clearTimeout(timer);
        resolve();
      }
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({ eachBatch }).catch(reject);
  });
  await consumer.disconnect();
  return messages;
}

async function decode(topic, messages, schemas, confluent) {
  const records = [];
  const problems = [];
  for (const message of messages) {
    try {
      const record = await schemas.decode(message.value);
      const again = await confluent.deserialize(topic, message.value);
      if (!isDeepStrictEqual(plain(record), plain(again))) problems.push(`offset ${message.offset}: decoders differ`);
      records.push(record);
    } catch (error) {
      problems.push(`offset ${message.offset}: ${error.message}`);
    }
  }
  if (messages.length === 0) problems.push('no record');
  return { records, problems };
}

// Each library has classes of its own for records.
function plain(value) {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

run(async (bootstrap, url) => {
  const client = kafka(bootstrap);
  const admin = client.admin();
  await admin.connect();
  const schemas = registry(url);
  const confluent = confluentDecoder(url);

  const topics = (await subjects(url)).map((subject) => subject.replace(/-value$/, '')).sort();
  const all = {};
  const problems = {};
  for (const topic of topics) {
    const decoded = await decode(topic, await read(client, admin, topic), schemas, confluent);
    all[topic] = decoded.records;
    problems[topic] = decoded.problems;
  }
  await admin.disconnect();

  for (const [topic, checks] of Object.entries(CHECKS)) {
    if (all[topic] === undefined) throw new Error(`${topic} has no schema in the registry`);
    for (const [name, holds] of Object.entries(checks)) {
      if (!holds(all[topic], all)) problems[topic].push(`does not hold: ${name}`);
    }
  }
  if (lz4Batches.read === 0) problems[READINGS].push('no batch in LZ4 was read');

  const failed = topics.filter((topic) => problems[topic].length > 0);
  for (const topic of topics) {
    console.log(`${failed.includes(topic) ? 'FAILED' : 'ok    '} ${topic}: ${all[topic].length} records`);
    problems[topic].slice(0, MOST_PROBLEMS_SHOWN).forEach((problem) => console.log(`       ${problem}`));
  }
  console.log(`${topics.length - failed.length} topics passed, ${failed.length} failed; ${lz4Batches.read} batches in LZ4`);
  process.exit(failed.length > 0 || topics.length === 0 ? 1 : 0);
});
