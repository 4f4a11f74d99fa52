-- Settlement as billing keeps it. Rows are written once and never changed; what is current follows from them, so that the
-- order in which runs arrive makes no difference. Amounts are nano-currency, energy is Wh, prices are nano-currency per Wh
-- (= micro-currency per kWh): whole numbers that nothing rounds. Texts compare by their bytes (collation C).

create table billing.settlement_line (
    settlement_id           text collate "C" not null,
    line_id                 text collate "C" not null,
    run                     text collate "C" not null,
    revision                integer not null,
    run_order               integer not null generated always as (
                                case run when 'INITIAL' then 0 when 'METERED' then 1 else 1 + revision end) stored,
    line_index              bigint not null,
    area_mrid               text collate "C" not null,
    period_start            timestamptz not null,
    period_end              timestamptz not null,
    settlement_date         date not null,
    period_number           integer not null,
    market_participant_mrid text collate "C" not null,
    counterparty_mrid       text collate "C" not null,
    usage_point_mrid        text collate "C" not null,
    order_id                text collate "C" not null,
    charge_type             text collate "C" not null,
    direction               text collate "C" not null,
    quantity_wh             bigint not null,
    price_nano_per_wh       bigint not null,
    amount_nano             bigint not null,
    delta_nano              bigint not null,
    reference               text collate "C" not null,
    currency                text collate "C" not null,
    estimated               boolean not null,
    constraint settlement_line_pk primary key (settlement_id),
    constraint settlement_line_version unique (line_id, run_order),
    constraint settlement_line_place unique (area_mrid, period_start, run_order, line_index),
    constraint settlement_line_run check (run in ('INITIAL', 'METERED', 'CORRECTION')),
    constraint settlement_line_revision check (revision >= 0 and (run = 'CORRECTION') = (revision > 0)),
    constraint settlement_line_charge
        check (charge_type in ('ENERGY', 'GRID_ENERGY', 'GRID_FEE', 'IMBALANCE', 'TAX')),
    constraint settlement_line_direction check (direction in ('DEBIT', 'CREDIT')),
    constraint settlement_line_amounts
        check (line_index >= 0 and quantity_wh >= 0 and price_nano_per_wh >= 0 and amount_nano >= 0)
);
create index settlement_line_participant_day on billing.settlement_line (market_participant_mrid, settlement_date);

comment on table billing.settlement_line is
    'settlement.lines.v1: every line of every run, one row each, as it was published.';
comment on column billing.settlement_line.settlement_id is 'SHA-256 (hex) of line, run and revision; unique.';
comment on column billing.settlement_line.line_id is 'SHA-256 (hex) of reference, participant and charge: the same in every run.';
comment on column billing.settlement_line.run is 'INITIAL at clearing, METERED after delivery, CORRECTION on late or corrected readings.';
comment on column billing.settlement_line.revision is '0 for INITIAL and METERED; corrections count from 1.';
comment on column billing.settlement_line.run_order is 'Order of runs: INITIAL 0, METERED 1, correction r 1 + r. The highest is current.';
comment on column billing.settlement_line.line_index is 'Position in the run, from 0: the leaf in the settlement root.';
comment on column billing.settlement_line.area_mrid is 'Market area.';
comment on column billing.settlement_line.period_start is 'Start of delivery, UTC, to the millisecond.';
comment on column billing.settlement_line.period_end is 'End of delivery, UTC, exclusive.';
comment on column billing.settlement_line.settlement_date is 'Local date of delivery in the area''s time zone; for people, never a key.';
comment on column billing.settlement_line.period_number is 'Number of the period within the local date, from 1.';
comment on column billing.settlement_line.market_participant_mrid is 'Whom the line is for.';
comment on column billing.settlement_line.counterparty_mrid is 'The other party: a participant, the grid or the tax authority.';
comment on column billing.settlement_line.usage_point_mrid is 'Usage point of the order that caused the line; on the grid''s own lines that of the counterparty.';
comment on column billing.settlement_line.order_id is 'The order that caused the line; empty where no order did.';
comment on column billing.settlement_line.charge_type is 'ENERGY (peer trade), GRID_ENERGY (at the tariff), GRID_FEE, IMBALANCE or TAX.';
comment on column billing.settlement_line.direction is 'DEBIT: the participant owes. CREDIT: the participant is owed.';
comment on column billing.settlement_line.quantity_wh is 'Energy, Wh, >= 0.';
comment on column billing.settlement_line.price_nano_per_wh is 'Nano-currency per Wh (= micro-currency per kWh), >= 0.';
comment on column billing.settlement_line.amount_nano is 'Price x energy, nano-currency (10^-9), exact, >= 0; the sign is the direction.';
comment on column billing.settlement_line.delta_nano is 'Change of the participant''s balance against the same line of the run before, nano-currency, credit positive.';
comment on column billing.settlement_line.reference is 'What the line is of: the trade, or the residual.';
comment on column billing.settlement_line.currency is 'ISO 4217.';
comment on column billing.settlement_line.estimated is 'Whether any reading behind the line was estimated.';

create table billing.settlement_run (
    area_mrid             text collate "C" not null,
    period_start          timestamptz not null,
    run                   text collate "C" not null,
    revision              integer not null,
    run_order             integer not null generated always as (
                              case run when 'INITIAL' then 0 when 'METERED' then 1 else 1 + revision end) stored,
    rule_version          integer not null,
    period_ms             bigint not null,
    currency              text collate "C" not null,
    time_zone             text collate "C" not null,
    grid_participant_mrid text collate "C" not null,
    settlement_lines      bigint not null,
    debit_nano            bigint not null,
    credit_nano           bigint not null,
    settlement_root       bytea not null,
    trades_root           bytea not null,
    input_hash            bytea not null,
    published_at          timestamptz not null,
    constraint settlement_run_pk primary key (area_mrid, period_start, run_order),
    constraint settlement_run_run check (run in ('INITIAL', 'METERED', 'CORRECTION')),
    constraint settlement_run_revision check (revision >= 0 and (run = 'CORRECTION') = (revision > 0)),
    constraint settlement_run_root check (octet_length(settlement_root) = 32)
);
comment on table billing.settlement_run is
    'What the operator says of a run as a whole (INITIAL: market.clearings.v1). The lines must come to the same.';
comment on column billing.settlement_run.area_mrid is 'Market area.';
comment on column billing.settlement_run.period_start is 'Start of delivery, UTC.';
comment on column billing.settlement_run.run is 'INITIAL, METERED or CORRECTION.';
comment on column billing.settlement_run.revision is '0 for INITIAL and METERED; corrections count from 1.';
comment on column billing.settlement_run.run_order is 'INITIAL 0, METERED 1, correction r 1 + r.';
comment on column billing.settlement_run.rule_version is 'Version of the market rules.';
comment on column billing.settlement_run.period_ms is 'Length of delivery, milliseconds.';
comment on column billing.settlement_run.currency is 'ISO 4217, of all amounts of the run.';
comment on column billing.settlement_run.time_zone is 'IANA zone of the local settlement date; every line''s leaf bears it.';
comment on column billing.settlement_run.grid_participant_mrid is 'Participant that stands for the grid.';
comment on column billing.settlement_run.settlement_lines is 'Number of lines of the run.';
comment on column billing.settlement_run.debit_nano is 'Sum of debits, nano-currency.';
comment on column billing.settlement_run.credit_nano is 'Sum of credits, nano-currency; equals the debits.';
comment on column billing.settlement_run.settlement_root is 'Merkle root (RFC 6962) over the lines by line_index, 32 bytes.';
comment on column billing.settlement_run.trades_root is 'Merkle root over the trades, 32 bytes.';
comment on column billing.settlement_run.input_hash is 'Hash over the book''s entries that the run was computed from, 32 bytes.';
comment on column billing.settlement_run.published_at is 'When the operator published the run, by its clock.';

create table billing.receipt (
    area_mrid        text collate "C" not null,
    period_start     timestamptz not null,
    run              text collate "C" not null,
    revision         integer not null,
    run_order        integer not null generated always as (
                         case run when 'INITIAL' then 0 when 'METERED' then 1 else 1 + revision end) stored,
    first_line_index bigint not null,
    leaf_count       integer not null generated always as (octet_length(leaf_hashes) / 32) stored,
    status           text collate "C" not null,
    settlement_lines bigint not null,
    settlement_root  bytea not null,
    batch_digest     bytea not null,
    claimed_hash     bytea not null,
    verified_hash    bytea not null,
    leaf_hashes      bytea not null,
    path             bytea not null,
    chain_id         text collate "C" not null,
    decided_height   bigint not null,
    proof            bytea not null,
    published_at     timestamptz not null,
    constraint receipt_pk primary key (area_mrid, period_start, run_order, first_line_index),
    constraint receipt_run check (run in ('INITIAL', 'METERED', 'CORRECTION')),
    constraint receipt_revision check (revision >= 0 and (run = 'CORRECTION') = (revision > 0)),
    constraint receipt_status check (status in ('FINAL', 'DISPUTED')),
    constraint receipt_leaves check (octet_length(leaf_hashes) % 32 = 0 and octet_length(leaf_hashes) <= 4096 * 32)
);
comment on table billing.receipt is 'ledger.receipts.v1: what the ledger says of a block of lines. Only FINAL may be billed.';
comment on column billing.receipt.area_mrid is 'Market area.';
comment on column billing.receipt.period_start is 'Start of delivery, UTC.';
comment on column billing.receipt.run is 'INITIAL, METERED or CORRECTION.';
comment on column billing.receipt.revision is '0 for INITIAL and METERED; corrections count from 1.';
comment on column billing.receipt.run_order is 'INITIAL 0, METERED 1, correction r 1 + r.';
comment on column billing.receipt.first_line_index is 'line_index of the first line that the receipt is of; a multiple of 4,096.';
comment on column billing.receipt.leaf_count is 'Number of lines that the receipt is of, 0 to 4,096.';
comment on column billing.receipt.status is 'FINAL: the agents computed what the operator claims. DISPUTED: they computed something else.';
comment on column billing.receipt.settlement_lines is 'Number of lines of the run.';
comment on column billing.receipt.settlement_root is 'Merkle root that the agents attested to, 32 bytes.';
comment on column billing.receipt.batch_digest is 'Digest of the batch that they re-executed, 32 bytes.';
comment on column billing.receipt.claimed_hash is 'Hash that the operator claims, 32 bytes.';
comment on column billing.receipt.verified_hash is 'Hash that more than two thirds of the agents computed, 32 bytes.';
comment on column billing.receipt.leaf_hashes is 'Hashes of the lines'' leaves, 32 bytes each, one after the other.';
comment on column billing.receipt.path is 'Audit path from the root of these leaves to settlement_root, 32 bytes each.';
comment on column billing.receipt.chain_id is 'The ledger''s chain.';
comment on column billing.receipt.decided_height is 'Height of the block that decided.';
comment on column billing.receipt.proof is 'Proof up to a header that the validators signed; what ''gridclear verify'' checks.';
comment on column billing.receipt.published_at is 'When the receipt was published, by the bridge''s clock; proves nothing.';

create table billing.consumer_offset (
    topic            text collate "C" not null,
    partition_number integer not null,
    next_offset      bigint not null,
    constraint consumer_offset_pk primary key (topic, partition_number)
);
comment on table billing.consumer_offset is
    'How far this database has read each partition; written in the transaction that writes the rows. Kafka''s own committed offsets are a hint for lag monitors, nothing more.';
comment on column billing.consumer_offset.topic is 'Topic.';
comment on column billing.consumer_offset.partition_number is 'Partition of the topic.';
comment on column billing.consumer_offset.next_offset is 'Offset of the first record that is not yet in this database.';

create table billing.rejected_record (
    topic            text collate "C" not null,
    partition_number integer not null,
    record_offset    bigint not null,
    reason           text collate "C" not null,
    detail           text not null,
    record_key       bytea,
    record_value     bytea,
    record_timestamp timestamptz not null,
    rejected_at      timestamptz not null default now(),
    constraint rejected_record_pk primary key (topic, partition_number, record_offset)
);
comment on table billing.rejected_record is 'Records that are in no other table, as they came, and why.';
comment on column billing.rejected_record.topic is 'Topic.';
comment on column billing.rejected_record.partition_number is 'Partition of the topic.';
comment on column billing.rejected_record.record_offset is 'Offset of the record.';
comment on column billing.rejected_record.reason is
    'UNDECODABLE: no record of the topic. INVALID: contradicts itself. CONTRADICTS: another record with its identity came before and is kept. REFUSED: the database could not hold it.';
comment on column billing.rejected_record.detail is 'The reason in words.';
comment on column billing.rejected_record.record_key is 'The record''s key, as it came.';
comment on column billing.rejected_record.record_value is 'The record''s value, as it came.';
comment on column billing.rejected_record.record_timestamp is 'The record''s own timestamp.';
comment on column billing.rejected_record.rejected_at is 'When it was rejected, by the database''s clock.';

create table billing.invoice (
    invoice_id              bigint generated always as identity,
    market_participant_mrid text collate "C" not null,
    settlement_date         date not null,
    currency                text collate "C" not null,
    invoice_number          integer not null,
    balance_nano            numeric(30) not null,
    payable_cents           numeric(30) not null,
    issued_at               timestamptz not null default now(),
    constraint invoice_pk primary key (invoice_id),
    constraint invoice_number_unique unique (market_participant_mrid, settlement_date, currency, invoice_number)
);
comment on table billing.invoice is 'Invoices that were issued; the next one of the same day bills only what is new or has changed since.';
comment on column billing.invoice.invoice_id is 'Key.';
comment on column billing.invoice.market_participant_mrid is 'Whom it is for.';
comment on column billing.invoice.settlement_date is 'Local date of delivery.';
comment on column billing.invoice.currency is 'ISO 4217.';
comment on column billing.invoice.invoice_number is 'Number among the invoices of this participant, day and currency, from 1.';
comment on column billing.invoice.balance_nano is 'Exact sum, nano-currency, credit positive.';
comment on column billing.invoice.payable_cents is 'The sum rounded half-up to hundredths of the currency, credit positive.';
comment on column billing.invoice.issued_at is 'When it was issued, by the database''s clock.';

create table billing.invoice_line (
    invoice_id    bigint not null,
    line_id       text collate "C" not null,
    settlement_id text collate "C" not null,
    constraint invoice_line_pk primary key (line_id, invoice_id),
    constraint invoice_line_invoice foreign key (invoice_id) references billing.invoice,
    constraint invoice_line_line foreign key (settlement_id) references billing.settlement_line
);
comment on table billing.invoice_line is 'Which version of a line an invoice billed.';
comment on column billing.invoice_line.invoice_id is 'The invoice; later ones have higher ids.';
comment on column billing.invoice_line.line_id is 'The line, the same in every run.';
comment on column billing.invoice_line.settlement_id is 'The version of it that was billed.';

create view billing.line_version as
select l.*,
       case l.direction when 'CREDIT' then l.amount_nano else -l.amount_nano end as balance_nano,
       exists (select 1
               from billing.receipt r
               where r.area_mrid = l.area_mrid
                 and r.period_start = l.period_start
                 and r.run_order = l.run_order
                 and r.status = 'FINAL'
                 and l.line_index >= r.first_line_index
                 and l.line_index < r.first_line_index + r.leaf_count) as has_receipt
from billing.settlement_line l;
comment on view billing.line_version is
    'Every version of every line, with its signed amount (nano-currency, credit positive) and whether a FINAL receipt covers it.';

create view billing.current_line as
select v.*
from billing.line_version v
where not exists (select 1
                  from billing.settlement_line later
                  where later.line_id = v.line_id and later.run_order > v.run_order);
comment on view billing.current_line is 'The latest version of each line, whether the ledger has decided it or not.';

create view billing.billable_line as
select v.*
from billing.line_version v
where v.has_receipt
  and not exists (select 1
                  from billing.line_version later
                  where later.line_id = v.line_id and later.run_order > v.run_order and later.has_receipt);
comment on view billing.billable_line is 'The latest version of each line that the ledger has made FINAL.';

create view billing.open_item as
select c.*,
       coalesce((select min(r.status)
                 from billing.receipt r
                 where r.area_mrid = c.area_mrid and r.period_start = c.period_start and r.run_order = c.run_order),
                'NO RECEIPT') as ledger_status
from billing.current_line c
where not c.has_receipt;
comment on view billing.open_item is
    'Current lines that may not be billed: no FINAL receipt covers them. ledger_status says what there is instead.';

create view billing.participant_period as
select c.market_participant_mrid,
       c.area_mrid,
       c.period_start,
       c.settlement_date,
       c.period_number,
       c.currency,
       count(*) as lines,
       count(*) filter (where c.estimated) as estimated_lines,
       count(*) filter (where c.has_receipt) as lines_with_receipt,
       coalesce(sum(c.amount_nano) filter (where c.direction = 'DEBIT'), 0) as debit_nano,
       coalesce(sum(c.amount_nano) filter (where c.direction = 'CREDIT'), 0) as credit_nano,
       sum(c.balance_nano) as balance_nano
from billing.current_line c
group by c.market_participant_mrid, c.area_mrid, c.period_start, c.settlement_date, c.period_number, c.currency;
comment on view billing.participant_period is
    'Current lines per participant and period; amounts in nano-currency, balance credit positive.';

create view billing.participant_day as
select c.market_participant_mrid,
       c.settlement_date,
       c.currency,
       count(*) as lines,
       count(*) filter (where c.estimated) as estimated_lines,
       count(*) filter (where c.has_receipt) as lines_with_receipt,
       coalesce(sum(c.amount_nano) filter (where c.direction = 'DEBIT'), 0) as debit_nano,
       coalesce(sum(c.amount_nano) filter (where c.direction = 'CREDIT'), 0) as credit_nano,
       sum(c.balance_nano) as balance_nano
from billing.current_line c
group by c.market_participant_mrid, c.settlement_date, c.currency;
comment on view billing.participant_day is
    'Current lines per participant and local settlement date; amounts in nano-currency, balance credit positive.';
