-- Totals of METERED and CORRECTION runs (settlement.runs.v1). Such a run rests on the INITIAL one and on the energies that
-- counted before and after it; it has no trades of its own.

alter table billing.settlement_run alter column trades_root drop not null;
alter table billing.settlement_run add column initial_root bytea;
alter table billing.settlement_run add column state_before bytea;
alter table billing.settlement_run add column state_after bytea;
alter table billing.settlement_run add column changed_lines bigint;
alter table billing.settlement_run add column vanished_lines bigint;
alter table billing.settlement_run add constraint settlement_run_initial
    check ((run = 'INITIAL') = (trades_root is not null));
alter table billing.settlement_run add constraint settlement_run_later
    check ((run <> 'INITIAL') = (initial_root is not null)
        and (run <> 'INITIAL') = (state_before is not null)
        and (run <> 'INITIAL') = (state_after is not null)
        and (run <> 'INITIAL') = (changed_lines is not null)
        and (run <> 'INITIAL') = (vanished_lines is not null));

comment on table billing.settlement_run is
    'What the operator says of a run as a whole (INITIAL: market.clearings.v1, later ones: settlement.runs.v1). The lines must come to the same.';
comment on column billing.settlement_run.trades_root is 'Merkle root over the trades, 32 bytes; of INITIAL runs only.';
comment on column billing.settlement_run.input_hash is
    'Hash over what the run was computed from, 32 bytes: the book''s entries (INITIAL) or the energies of settlement.inputs.v1.';
comment on column billing.settlement_run.initial_root is 'settlement_root of the INITIAL run that a later run rests on, 32 bytes.';
comment on column billing.settlement_run.state_before is
    'Hash over the energies that counted before a later run, 32 bytes; state_after of the run before, if that is a later run too.';
comment on column billing.settlement_run.state_after is 'Hash over the energies that count from a later run on, 32 bytes.';
comment on column billing.settlement_run.changed_lines is 'Lines of a later run that change a balance against the run before.';
comment on column billing.settlement_run.vanished_lines is
    'Lines of the run before that a later run does not make, which stand in it with no energy.';
