// What decode.js holds the records to, beyond that they decode.
'use strict';

const BIDS = 'market.bids.v1';
const READINGS = 'meter.readings.v1';

// The first whole number that a JavaScript number cannot hold, as energy.
const STRANGERS_BID = {
  usagePointMrid: 'foreign-roof',
  orderId: 'from-javascript',
  revision: 0n,
  side: 'SELL',
  periodStart: 1_732_320_000_000n,
  quantityWh: 2n ** 53n + 1n,
  price: 500_000n,
  limitPrice: null,
  createdAt: 1_732_319_000_000n,
  signature: Buffer.alloc(0),
};

const sum = (records, amount) => records.reduce((total, record) => total + amount(record), 0n);
const ofDirection = (lines, direction) =>
  sum(
    lines.filter((line) => line.direction === direction),
    (line) => line.amountNano,
  );
const exactAmounts = (records) =>
  records.every(({ amountNano, quantityWh, price }) => amountNano === quantityWh * price);

const SAME_RUN = ['areaMrid', 'periodStart', 'run', 'revision'];
const runs = (all) => [...all['market.clearings.v1'], ...all['settlement.runs.v1']];

// by topic: name of a check to whether it holds, over all its records and those of the other topics
const CHECKS = {
  [BIDS]: {
    'the bid that was sent from here is there to the last digit': (bids) =>
      bids.some((bid) =>
        Object.entries(STRANGERS_BID).every(([field, value]) =>
          Buffer.isBuffer(value) ? value.equals(bid[field]) : bid[field] === value,
        ),
      ),
    'all others are signed': (bids) => bids.filter((bid) => bid.signature.length !== 64).length === 1,
  },
  'market.bid-rejections.v1': {
    'the stranger is answered': (answers) =>
      answers.filter(
        (answer) =>
          answer.usagePointMrid === STRANGERS_BID.usagePointMrid && answer.reasonCode === 'UNKNOWN_USAGE_POINT',
      ).length === 1,
  },
  'market.feeders.v1': {
    'lines end at buses': (feeders) =>
      feeders.every(({ buses, lines }) =>
        lines.every(({ fromBus, toBus }) => buses.includes(fromBus) && buses.includes(toBus)),
      ),
  },
  'market.routes.v1': {
    'one for every trade': (routes, { 'market.trades.v1': trades }) => {
      const ids = new Set(routes.map((route) => route.tradeId));
      return routes.length === trades.length && trades.every((trade) => ids.has(trade.tradeId));
    },
    'paths and what found none add up': (routes) =>
      routes.every(({ quantityWh, curtailedWh, paths }) => quantityWh === curtailedWh + sum(paths, (path) => path.energyWh)),
  },
  'market.trades.v1': {
    'amount = energy x price to the nano': exactAmounts,
    'as many as the clearings say': (trades, { 'market.clearings.v1': clearings }) =>
      BigInt(trades.length) === sum(clearings, (clearing) => clearing.stage1Trades + clearing.stage2Trades),
  },
  'market.clearings.v1': {
    'debits = credits': (clearings) => clearings.every(({ debitNano, creditNano }) => debitNano === creditNano),
    'something was traded': (clearings) => sum(clearings, (clearing) => clearing.debitNano) > 0n,
  },
  'settlement.lines.v1': {
    'amount = energy x price to the nano': exactAmounts,
    'as many as clearings and later runs say': (lines, all) =>
      BigInt(lines.length) === sum(runs(all), (run) => run.settlementLines),
    'debits and credits are those of clearings and later runs': (lines, all) =>
      ofDirection(lines, 'DEBIT') === sum(runs(all), (run) => run.debitNano) &&
      ofDirection(lines, 'CREDIT') === sum(runs(all), (run) => run.creditNano),
  },
  'settlement.inputs.v1': {
    'every later run has its last part': (parts, { 'settlement.runs.v1': later }) =>
      later.every((run) =>
        parts.some((part) => part.isLast && SAME_RUN.every((field) => part[field] === run[field])),
      ),
  },
  'settlement.runs.v1': {
    'debits = credits': (later) => later.every(({ debitNano, creditNano }) => debitNano === creditNano),
    'something was metered': (later) => later.some((run) => run.run === 'METERED' && run.sellDeliveredWh > 0n),
    'a run that replaces a clearing has its trades': (later, { 'market.clearings.v1': clearings }) =>
      later.every((run) =>
        clearings.some(
          (clearing) =>
            clearing.areaMrid === run.areaMrid &&
            clearing.periodStart === run.periodStart &&
            clearing.stage1Trades + clearing.stage2Trades === run.trades,
        ),
      ),
  },
  'settlement.latest.v1': {
    'the same lines': (latest, { 'settlement.lines.v1': lines }) => {
      const ids = new Set(lines.map((line) => line.settlementId));
      return latest.length === lines.length && latest.every((line) => ids.has(line.settlementId));
    },
  },
  'ledger.receipts.v1': {
    'every item is final': (receipts) => receipts.every((receipt) => receipt.status === 'FINAL'),
    'a leaf for every line': (receipts, { 'settlement.lines.v1': lines }) =>
      sum(receipts, (receipt) => BigInt(receipt.leafHashes.length / 32)) === BigInt(lines.length),
  },
};

module.exports = { BIDS, READINGS, STRANGERS_BID, CHECKS };
