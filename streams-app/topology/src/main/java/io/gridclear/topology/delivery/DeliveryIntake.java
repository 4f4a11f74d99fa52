package io.gridclear.topology.delivery;

import io.gridclear.market.delivery.Contract;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PlacedResidual;
import io.gridclear.market.delivery.PlacedTrade;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.areas.AreaRules;
import io.gridclear.topology.book.PeriodKey;
import io.gridclear.topology.metrics.DeliveryMetrics;
import io.gridclear.topology.metrics.DeliveryMetrics.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what books and metering tell: items and energies go to their usage points, and a period gets the time when it is
 * due. One task, single-threaded.
 */
final class DeliveryIntake {

    private final DeliveryStore store;
    private final AreaDirectory areas;
    private final DeliveryTimes times;
    private final DeliveryMetrics metrics;

    DeliveryIntake(DeliveryStore store, AreaDirectory areas, DeliveryTimes times, DeliveryMetrics metrics) {
        this.store = store;
        this.areas = areas;
        this.times = times;
        this.metrics = metrics;
    }

    void accept(DeliveryEvent event, long nowMs) {
        PeriodKey key =
                new PeriodKey(event.getAreaMrid(), event.getPeriodStart().toEpochMilli());
        if (event.getEnergy() != null) {
            energy(key, event.getEnergy(), nowMs);
        } else if (event.getClearing() != null) {
            cleared(key, event.getClearing());
        } else {
            item(key, DeliveryRecords.toItem(event));
        }
    }

    private void item(PeriodKey key, ContractItem item) {
        DeliveryState state = collecting(key);
        if (item instanceof ContractItem.Traded traded) {
            PointState sell = store.point(key, PointKey.of(traded.sell()));
            PointState buy = store.point(key, PointKey.of(traded.buy()));
            store.put(key, PlacedTrade.after(sell.contract(), buy.contract(), traded));
            add(key, traded.sell(), sell, Side.SELL, traded.routedWh(), traded.curtailedWh());
            add(key, traded.buy(), buy, Side.BUY, traded.routedWh(), traded.curtailedWh());
        } else if (item instanceof ContractItem.Residual residual) {
            PointState point = store.point(key, PointKey.of(residual.order()));
            store.put(key, state.residuals++, PlacedResidual.after(point.contract(), residual));
            add(key, residual.order(), point, residual.side(), 0, residual.quantityWh());
            store.save(state);
        }
    }

    private void add(PeriodKey key, OrderRef order, PointState point, Side side, long firmWh, long openWh) {
        Contract contract = point.contract().plus(side, firmWh, openWh);
        store.put(key, PointKey.of(order), point.with(contract));
    }

    private DeliveryState collecting(PeriodKey key) {
        DeliveryState state = store.find(key);
        if (state == null) {
            AreaRules rules = areas.find(key.area());
            long horizonMs = rules == null ? 0 : rules.terms().correctionHorizonMs();
            state = new DeliveryState(key);
            // its clearing is on its way behind it; whatever is lost is let go in the end
            store.save(state, Math.addExact(key.periodStart(), Math.max(horizonMs, DeliveryTimes.LONGEST_MS)));
        }
        if (state.phase != DeliveryState.Phase.COLLECTING) {
            throw new IllegalStateException("an item of " + key + " comes after its clearing");
        }
        return state;
    }

    private void cleared(PeriodKey key, ClearingResult clearing) {
        DeliveryState state = collecting(key);
        store.put(key, clearing);
        state.enter(DeliveryState.Phase.WAITING);
        store.save(state, times.meteredAt(terms(key, clearing)));
    }

    static DeliveryTerms terms(PeriodKey key, ClearingResult clearing) {
        return new DeliveryTerms(key.area(), key.periodStart(), TermsRecords.toTerms(clearing.getTerms()));
    }

    private void energy(PeriodKey key, PeriodEnergy record, long nowMs) {
        DeliveryState state = store.find(key);
        ClearingResult clearing = state == null ? null : store.clearing(key);
        DeliveryTerms terms = clearing == null ? null : terms(key, clearing);
        AreaRules rules = areas.find(key.area());
        MarketTerms market = terms != null ? terms.market() : rules == null ? null : rules.terms();
        if (market == null) {
            metrics.refused(Refusal.UNKNOWN_AREA);
            return;
        }
        long forgottenAt = record.getPeriodEnd().toEpochMilli() + market.correctionHorizonMs();
        if (nowMs >= forgottenAt || (state != null && state.phase == DeliveryState.Phase.PURGE)) {
            metrics.refused(Refusal.TOO_LATE);
            return;
        }
        if (record.getMarketParticipantMrid().equals(market.gridParticipant())) {
            metrics.refused(Refusal.GRID_PARTICIPANT);
            return;
        }
        if (record.getImportWh() < 0 || record.getExportWh() < 0 || record.getCoveredMs() < 0) {
            metrics.refused(Refusal.IMPOSSIBLE);
            return;
        }
        if (state == null) {
            state = new DeliveryState(key);
            store.save(state, forgottenAt);
        }
        take(state, record, terms, nowMs);
    }

    private void take(DeliveryState state, PeriodEnergy record, @Nullable DeliveryTerms terms, long nowMs) {
        String usagePoint = record.getUsagePointMrid();
        String participant = record.getMarketParticipantMrid();
        DeliveryStore.Meter last = store.meter(state.key, usagePoint);
        if (last != null && last.revision() >= record.getRevision()) {
            metrics.refused(Refusal.STALE);
            return;
        }
        long changedBefore = state.changed;
        if (last != null && !last.participant().equals(participant)) {
            // the meter has changed hands: its energy is one participant's only
            set(state, new PointKey(last.participant(), usagePoint), MeteredEnergy.MISSING, terms);
        }
        set(state, new PointKey(participant, usagePoint), DeliveryRecords.toEnergy(record), terms);
        store.put(state.key, usagePoint, new DeliveryStore.Meter(record.getRevision(), participant));
        if (state.changed != changedBefore) {
            saveChanged(state, changedBefore, terms, nowMs);
        }
    }

    private void set(DeliveryState state, PointKey point, MeteredEnergy energy, @Nullable DeliveryTerms terms) {
        PointState before = store.point(state.key, point);
        PointState after = before.with(energy, terms);
        if (terms != null && !after.usable(terms).equals(energy)) {
            metrics.refused(Refusal.IMPOSSIBLE);
        }
        state.changed += (after.changed() ? 1 : 0) - (before.changed() ? 1 : 0);
        store.put(state.key, point, after);
    }

    /** The first change after a run begins the wait that collects others; METERED and a run under way have their time. */
    private void saveChanged(DeliveryState state, long changedBefore, @Nullable DeliveryTerms terms, long nowMs) {
        boolean settled = state.phase == DeliveryState.Phase.WAITING && state.revision > 0;
        if (terms != null && settled && (changedBefore == 0) != (state.changed == 0)) {
            store.save(state, times.nextAt(terms, state, nowMs));
        } else {
            store.save(state);
        }
    }
}
