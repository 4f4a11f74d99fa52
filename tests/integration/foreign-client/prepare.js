// Before the fleet starts: has the broker keep readings in LZ4, whatever their sender does, and sends a bid as a stranger
// would, from a usage point that nobody registered. Its answer is the rejection that decode.js looks for.
'use strict';

const { ConfigResourceTypes } = require('kafkajs');
const { kafka, registry, run } = require('./clients');
const { BIDS, READINGS, STRANGERS_BID } = require('./expected');

// The old form of the request replaces all that is set: what is set already goes along.
async function compress(admin, topic) {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
  });
  const kept = resources[0].configEntries
    .filter(({ configSource }) => configSource === 1) // set for this topic
    .map(({ configName, configValue }) => ({ name: configName, value: configValue }));
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: ConfigResourceTypes.TOPIC,
        name: topic,
        configEntries: [...kept, { name: 'compression.type', value: 'lz4' }],
      },
    ],
  });
}

run(async (bootstrap, url) => {
  const client = kafka(bootstrap);
  const admin = client.admin();
  await admin.connect();
  await compress(admin, READINGS);
  await admin.disconnect();

  const schemas = registry(url);
  const id = await schemas.getLatestSchemaId(`${BIDS}-value`);
  const producer = client.producer();
  await producer.connect();
  const value = await schemas.encode(id, STRANGERS_BID);
  await producer.send({ topic: BIDS, messages: [{ key: STRANGERS_BID.usagePointMrid, value }] });
  await producer.disconnect();
  console.log(`${READINGS} is kept in LZ4; a bid of ${STRANGERS_BID.quantityWh} Wh is sent`);
});
