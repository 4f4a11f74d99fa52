// The clients as a stranger sets them up: kafkajs with a codec for LZ4, and two decoders of Confluent's wire format that
// keep 64-bit integers exact.
'use strict';

const { Kafka, CompressionCodecs, CompressionTypes, logLevel } = require('kafkajs');
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');
const { AvroDeserializer, SchemaRegistryClient, SerdeType } = require('@confluentinc/schemaregistry');
const avro = require('avsc');
const lz4 = require('lz4-napi');

// Fleets may compress as they like. kafkajs brings gzip alone.
const lz4Batches = { read: 0 };
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: (encoder) => lz4.compressFrame(encoder.buffer),
  decompress: (buffer) => {
    lz4Batches.read++;
    return lz4.decompressFrame(buffer);
  },
});

// A number of JavaScript is exact to 2^53; amounts in nano-currency go beyond that.
const exactLong = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: (value) => value.toString(),
  isValid: (value) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  compare: (one, other) => (one === other ? 0 : one < other ? -1 : 1),
});
const exact = { typeHook: (schema) => (schema === 'long' || schema.type === 'long' ? exactLong : undefined) };

function kafka(bootstrap) {
  return new Kafka({ clientId: 'foreign', brokers: bootstrap.split(','), logLevel: logLevel.ERROR });
}

function registry(url) {
  return new SchemaRegistry({ host: url }, { [SchemaType.AVRO]: exact });
}

function confluentDecoder(url) {
  return new AvroDeserializer(new SchemaRegistryClient({ baseURLs: [url] }), SerdeType.VALUE, exact);
}

async function subjects(url) {
  const response = await fetch(`${url}/subjects`);
  if (!response.ok) throw new Error(`${url}/subjects answers ${response.status}`);
  return response.json();
}

// bootstrap and registry from the command line; any failure ends with 1
function run(main) {
  const [bootstrap, url] = process.argv.slice(2);
  if (!bootstrap || !url) {
    console.error(`usage: node ${process.argv[1]} BOOTSTRAP REGISTRY-URL`);
    process.exit(2);
  }
  main(bootstrap, url).catch((error) => {
    console.error(error.stack);
    process.exit(1);
  });
}

module.exports = { kafka, registry, confluentDecoder, subjects, lz4Batches, run };
