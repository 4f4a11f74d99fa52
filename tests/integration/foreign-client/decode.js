// Decodes every record of every topic of the catalogue with kafkajs and Confluent's wire format, and checks the fields
// that a consumer goes by. Ends with 1 if a topic that must have records has none, or anything does not decode.
//   node decode.js BOOTSTRAP REGISTRY-URL
'use strict';

const { Kafka, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');

// topic, whether a demonstration must fill it, fields that every record must have
const TOPICS = [
  ['market.areas.v1', true, ['areaMrid', 'terms']],
  ['meter.points.v1', true, ['usagePointMrid', 'areaMrid', 'marketParticipantMrid', 'publicKey']],
  ['market.bids.v1', true, ['usagePointMrid', 'orderId', 'side', 'periodStart', 'quantityWh', 'price', 'signature']],
  ['market.bid-rejections.v1', false, ['usagePointMrid', 'reasonCode', 'sourceTopic', 'sourceOffset']],
  ['market.book.v1', true, ['areaMrid', 'periodStart', 'sequence', 'kind']],
  ['market.reference-prices.v1', true, ['areaMrid', 'price', 'dealCount']],
  ['market.trades.v1', true, ['tradeId', 'quantityWh', 'price', 'amountNano']],
  ['market.clearings.v1', true, ['areaMrid', 'inputHash', 'settlementRoot', 'debitNano', 'creditNano']],
  ['meter.readings.v1', true, ['usagePointMrid', 'intervalStart', 'importWh', 'exportWh']],
  ['settlement.lines.v1', true, ['lineId', 'settlementId', 'direction', 'amountNano']],
  ['settlement.latest.v1', true, ['lineId', 'settlementId', 'direction', 'amountNano']],
];

const GIVE_UP_AFTER_MS = 60_000;

async function ends(admin, topic) {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, high, low }) => [partition, { high: BigInt(high), low: BigInt(low) }]));
}

async function readTopic(kafka, registry, admin, [topic, mustHave, fields]) {
  const wanted = await ends(admin, topic);
  const open = new Set([...wanted].filter(([, { high, low }]) => high > low).map(([partition]) => partition));
  let decoded = 0;
  const problems = [];
  if (open.size > 0) {
    const consumer = kafka.consumer({ groupId: `foreign-${process.pid}-${topic}` });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${topic}: not read to its end`)), GIVE_UP_AFTER_MS);
      consumer
        .run({
          eachBatchAutoResolve: true,
          eachBatch: async ({ batch }) => {
            for (const message of batch.messages) {
              try {
                const value = await registry.decode(message.value);
                const missing = fields.filter((field) => value[field] === undefined || value[field] === null);
                if (missing.length > 0) problems.push(`${topic}@${message.offset}: no ${missing.join(', ')}`);
                decoded++;
              } catch (error) {
                problems.push(`${topic}@${message.offset}: ${error.message}`);
              }
            }
            // a transaction's marker takes an offset too: the batch's last offset tells how far the log was read
            if (BigInt(batch.lastOffset()) + 2n >= wanted.get(batch.partition).high) open.delete(batch.partition);
            if (open.size === 0) {
              clearTimeout(timer);
              resolve();
            }
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
  }
  if (mustHave && decoded === 0) problems.push(`${topic}: no record`);
  return { topic, decoded, problems };
}

async function main() {
  const [bootstrap, host] = process.argv.slice(2);
  if (!bootstrap || !host) throw new Error('usage: node decode.js BOOTSTRAP REGISTRY-URL');
  const kafka = new Kafka({ clientId: 'foreign', brokers: bootstrap.split(','), logLevel: logLevel.ERROR });
  const registry = new SchemaRegistry({ host });
  const admin = kafka.admin();
  await admin.connect();
  let failed = 0;
  for (const topic of TOPICS) {
    const { topic: name, decoded, problems } = await readTopic(kafka, registry, admin, topic);
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${decoded} records`);
    problems.slice(0, 5).forEach((problem) => console.log(`       ${problem}`));
    failed += problems.length;
  }
  await admin.disconnect();
  console.log(`${TOPICS.length - (failed > 0 ? 1 : 0)} passed, ${failed > 0 ? 1 : 0} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
