package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryReplay;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.RunHash;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes every published run again, from the period's items and the published inputs alone, and compares what comes out with
 * what was published, byte for byte. Then keeps the accounts: the changes of all runs sum up to the last one.
 */
final class DeliveryAudit {

    private final PublishedRecords published;
    private final Function<ReplayAudit.Period, List<ContractItem>> items;
    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final Map<String, ByteBuffer> stateAfter = new HashMap<>();
    private final Map<String, Integer> nextRevision = new HashMap<>();

    private DeliveryAudit(PublishedRecords published, Function<ReplayAudit.Period, List<ContractItem>> items) {
        this.published = published;
        this.items = items;
    }

    /** Checks all runs. Returns how many there are. */
    static int check(PublishedRecords published, Function<ReplayAudit.Period, List<ContractItem>> items) {
        DeliveryAudit audit = new DeliveryAudit(published, items);
        List<SettlementRunResult> runs = published.read(TopicCatalogue.SETTLEMENT_RUNS);
        runs.forEach(audit::run);
        audit.accounts();
        return runs.size();
    }

    private static String period(String area, long start) {
        return area + "@" + start;
    }

    private void run(SettlementRunResult result) {
        long start = result.getPeriodStart().toEpochMilli();
        String name = period(result.getAreaMrid(), start);
        int revision = nextRevision.merge(name, 1, Integer::sum) - 1;
        assertThat(result.getRevision()).as("revision of %s", name).isEqualTo(revision);
        SettlementRun run = revision == 0 ? SettlementRun.METERED : SettlementRun.correction(revision);
        assertThat(result.getRun().name()).isEqualTo(run.kind().name());
        DeliveryTerms terms = new DeliveryTerms(result.getAreaMrid(), start, TermsRecords.toTerms(result.getTerms()));
        DeliveryReplay replay = new DeliveryReplay(terms);
        items.apply(new ReplayAudit.Period(result.getAreaMrid(), start)).forEach(replay::item);
        Serializer<SettlementLine> serializer = serdes.serializer(TopicCatalogue.SETTLEMENT_LINES);
        List<byte[]> lines = new ArrayList<>();
        var day = OutcomeRecords.SettlementDay.of(terms.period());
        DeliveryOutcome outcome = replay.run(
                run,
                inputs(name, result),
                (line, lineId, settlementId) ->
                        lines.add(serializer.serialize("", OutcomeRecords.toRecord(line, lineId, settlementId, day))));
        byte[] hash = new RunHash(new Sha256())
                .of(
                        result.getAreaMrid(),
                        start,
                        run,
                        result.getBookHash().array(),
                        result.getInitialRoot().array(),
                        outcome);
        assertThat(result)
                .as("result of %s, revision %d", name, revision)
                .isEqualTo(DeliveryRecords.toRecord(
                        terms,
                        run,
                        result.getBookHash().array(),
                        result.getInitialRoot().array(),
                        outcome,
                        hash,
                        result.getPublishedAt().toEpochMilli()));
        for (var topic : List.of(TopicCatalogue.SETTLEMENT_LINES, TopicCatalogue.SETTLEMENT_LATEST)) {
            List<byte[]> found = linesOf(topic, result);
            assertThat(found).as("lines of %s, revision %d", name, revision).hasSameSizeAs(lines);
            for (int i = 0; i < lines.size(); i++) {
                assertThat(found.get(i)).as("line %d of %s", i, name).isEqualTo(lines.get(i));
            }
        }
        ByteBuffer before = stateAfter.put(name, result.getStateAfter());
        assertThat(result.getStateBefore())
                .as("state before %s, revision %d", name, revision)
                .isEqualTo(before == null ? ByteBuffer.wrap(new byte[32]) : before);
    }

    private List<byte[]> linesOf(TopicContract<SettlementLine> topic, SettlementRunResult result) {
        List<SettlementLine> all = published.read(topic);
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            SettlementLine line = all.get(i);
            if (line.getAreaMrid().equals(result.getAreaMrid())
                    && line.getPeriodStart().equals(result.getPeriodStart())
                    && line.getRun() == result.getRun()
                    && line.getRevision() == result.getRevision()) {
                lines.add(published.of(topic).get(i).value());
            }
        }
        return lines;
    }

    private List<RunInput> inputs(String name, SettlementRunResult result) {
        List<RunInput> inputs = new ArrayList<>();
        int part = 0;
        boolean isLast = false;
        for (SettlementInputs record : published.read(TopicCatalogue.SETTLEMENT_INPUTS)) {
            if (record.getAreaMrid().equals(result.getAreaMrid())
                    && record.getPeriodStart().equals(result.getPeriodStart())
                    && record.getRun() == result.getRun()
                    && record.getRevision() == result.getRevision()) {
                assertThat(isLast).as("a part behind the last of %s", name).isFalse();
                assertThat(record.getPart()).isEqualTo(part++);
                inputs.addAll(DeliveryRecords.toInputs(record));
                isLast = record.getIsLast();
            }
        }
        assertThat(isLast).as("last part of %s", name).isTrue();
        return inputs;
    }

    private void accounts() {
        Map<String, Map<String, Long>> sums = new TreeMap<>();
        Map<String, Map<String, Long>> latest = new TreeMap<>();
        for (SettlementRunResult result : published.read(TopicCatalogue.SETTLEMENT_RUNS)) {
            String name = period(result.getAreaMrid(), result.getPeriodStart().toEpochMilli());
            sums.computeIfAbsent(name, key -> initial(result));
        }
        Map<String, String> lastRun = new HashMap<>();
        for (SettlementLine line : published.read(TopicCatalogue.SETTLEMENT_LINES)) {
            String name = period(line.getAreaMrid(), line.getPeriodStart().toEpochMilli());
            if (line.getRun() == io.gridclear.schemas.avro.SettlementRun.INITIAL || !sums.containsKey(name)) {
                continue;
            }
            String run = line.getRun() + "-" + line.getRevision();
            if (!run.equals(lastRun.put(name, run))) {
                latest.put(name, new TreeMap<>());
            }
            long amount = line.getDirection() == Direction.CREDIT ? line.getAmountNano() : -line.getAmountNano();
            String participant = line.getMarketParticipantMrid();
            latest.get(name).merge(participant, amount, Math::addExact);
            sums.get(name).merge(participant, line.getDeltaNano(), Math::addExact);
        }
        sums.forEach((name, sum) -> {
            assertThat(sum.values().stream().mapToLong(Long::longValue).sum())
                    .as("sum over all participants, %s", name)
                    .isZero();
            sum.forEach((participant, balance) -> assertThat(balance)
                    .as("%s in %s", participant, name)
                    .isEqualTo(latest.getOrDefault(name, Map.of()).getOrDefault(participant, 0L)));
        });
    }

    /** What the clearing made everybody owe, from its items. */
    private Map<String, Long> initial(SettlementRunResult result) {
        PeriodTerms terms = result.getTerms();
        String grid = terms.getGridParticipantMrid();
        Map<String, Long> balances = new TreeMap<>();
        for (ContractItem item : items.apply(new ReplayAudit.Period(
                result.getAreaMrid(), result.getPeriodStart().toEpochMilli()))) {
            if (item instanceof ContractItem.Traded trade) {
                String seller = trade.sell().participant();
                String buyer = trade.buy().participant();
                pay(balances, buyer, seller, trade.routedWh() * trade.price());
                pay(balances, buyer, grid, trade.routedWh() * terms.getGridFee());
                pay(balances, buyer, terms.getTaxParticipantMrid(), trade.routedWh() * terms.getEnergyTax());
                pay(balances, grid, seller, trade.curtailedWh() * terms.getFeedInTariff());
                pay(balances, buyer, grid, trade.curtailedWh() * terms.getRetailTariff());
            } else if (item instanceof ContractItem.Residual residual && residual.side() == Side.SELL) {
                pay(balances, grid, residual.order().participant(), residual.quantityWh() * terms.getFeedInTariff());
            } else if (item instanceof ContractItem.Residual residual) {
                pay(balances, residual.order().participant(), grid, residual.quantityWh() * terms.getRetailTariff());
            }
        }
        return balances;
    }

    private static void pay(Map<String, Long> balances, String from, String to, long nano) {
        balances.merge(from, -nano, Math::addExact);
        balances.merge(to, nano, Math::addExact);
    }
}
