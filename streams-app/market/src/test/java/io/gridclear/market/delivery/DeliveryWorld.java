package io.gridclear.market.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.Charges;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.market.twin.SlowDelivery;
import io.gridclear.market.twin.SlowMerkleTree;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** One period, its items and readings, and the runs that follow; every run is compared with the slow twin's. */
final class DeliveryWorld {

    static final String AREA = "feeder-7";
    static final long PERIOD = 1_800_000_000_000L;
    static final long PERIOD_MS = 900_000;
    static final MarketTerms MARKET = new MarketTerms(
            PERIOD_MS, 0, 0, 100, 450_000, 670_000, ReferencePriceRule.MEAN, 1_000_000_000, "grid", "EUR", "UTC");
    static final DeliveryTerms PLAIN = new DeliveryTerms(AREA, PERIOD, MARKET);
    static final DeliveryTerms CHARGED =
            new DeliveryTerms(AREA, PERIOD, MARKET.withCharges(new Charges(20_000, 50_000, 7_000)));

    final DeliveryTerms terms;
    final List<ContractItem> items = new ArrayList<>();
    final Map<PointKey, MeteredEnergy> energies = new TreeMap<>();
    final Map<PointKey, PointHistory> histories = new TreeMap<>();
    final List<List<SettlementLine>> runs = new ArrayList<>();
    private List<SlowDelivery.Line> twinBefore = List.of();
    String stateBefore = "00".repeat(32);
    DeliveryOutcome outcome;

    DeliveryWorld(DeliveryTerms terms) {
        this.terms = terms;
    }

    /** The order of a participant's usage point: participant "anna" has "up-anna". */
    static OrderRef order(String participant) {
        return new OrderRef("o-" + participant, "up-" + participant, participant);
    }

    static PointKey point(String participant) {
        return new PointKey(participant, "up-" + participant);
    }

    DeliveryWorld trade(String seller, String buyer, long price, long routedWh, long curtailedWh) {
        long sequence = items.size();
        items.add(new ContractItem.Traded(sequence, order(seller), order(buyer), price, routedWh, curtailedWh));
        return this;
    }

    DeliveryWorld residual(Side side, String participant, long wh) {
        items.add(new ContractItem.Residual(side, order(participant), wh));
        return this;
    }

    DeliveryWorld exported(String participant, long wh) {
        return metered(participant, new MeteredEnergy(0, wh, PERIOD_MS, false));
    }

    DeliveryWorld imported(String participant, long wh) {
        return metered(participant, new MeteredEnergy(wh, 0, PERIOD_MS, false));
    }

    DeliveryWorld metered(String participant, MeteredEnergy energy) {
        energies.put(point(participant), energy);
        return this;
    }

    Map<PointKey, Contract> contracts() {
        Map<PointKey, Contract> contracts = new TreeMap<>();
        for (ContractItem item : items) {
            if (item instanceof ContractItem.Traded traded) {
                for (Side side : Side.values()) {
                    contracts.merge(
                            PointKey.of(traded.order(side)),
                            new Contract(side, traded.routedWh(), traded.curtailedWh()),
                            (one, more) -> one.plus(side, more.firmWh(), more.openWh()));
                }
            } else if (item instanceof ContractItem.Residual residual) {
                contracts.merge(
                        PointKey.of(residual.order()),
                        new Contract(residual.side(), 0, residual.quantityWh()),
                        (one, more) -> one.plus(residual.side(), 0, more.openWh()));
            }
        }
        return contracts;
    }

    SettlementRun nextRun() {
        return runs.isEmpty() ? SettlementRun.METERED : SettlementRun.correction(runs.size());
    }

    /** Inputs of the next run. */
    List<RunInput> inputs() {
        TreeSet<PointKey> points = new TreeSet<>(contracts().keySet());
        points.addAll(energies.keySet());
        return points.stream()
                .map(point -> new RunInput(
                        point,
                        energies.getOrDefault(point, MeteredEnergy.MISSING),
                        histories.getOrDefault(point, PointHistory.EMPTY)))
                .toList();
    }

    DeliveryReplay replay() {
        DeliveryReplay replay = new DeliveryReplay(terms);
        items.forEach(replay::item);
        return replay;
    }

    /** Makes the next run, compares it with the twin's, and remembers it. */
    List<SettlementLine> run() {
        SettlementRun run = nextRun();
        List<SettlementLine> lines = new ArrayList<>();
        List<byte[]> leaves = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>();
        List<RunInput> inputs = inputs();
        outcome = replay().run(run, inputs, (line, lineId, settlementId) -> {
            lines.add(line);
            leaves.add(line.write(new CanonicalWriter(), lineId).toBytes());
            assertThat(ids.add(HexFormat.of().formatHex(settlementId)))
                    .as("%s comes twice", line)
                    .isTrue();
            assertThat(lineId).isEqualTo(line.lineId(new CanonicalWriter(), new Sha256()));
            assertThat(line.lineIndex()).isEqualTo(lines.size() - 1);
            assertThat(line.run()).isEqualTo(run);
        });
        List<SlowDelivery.Line> expected = SlowDelivery.run(
                terms, items, energies, runs.isEmpty() ? SlowDelivery.initial(terms, items) : twinBefore);
        assertThat(lines.stream().map(DeliveryWorld::twin))
                .as("lines of %s", run)
                .isEqualTo(expected);
        assertThat(outcome.settlementRoot()).isEqualTo(HexFormat.of().formatHex(SlowMerkleTree.root(leaves)));
        assertThat(outcome.lines()).isEqualTo(lines.size());
        assertThat(lines.stream().mapToLong(SettlementLine::balanceNano).sum()).isZero();
        assertThat(lines.stream().mapToLong(SettlementLine::deltaNano).sum()).isZero();
        assertThat(outcome.stateBefore()).isEqualTo(stateBefore);
        stateBefore = outcome.stateAfter();
        Map<PointKey, Contract> contracts = contracts();
        for (RunInput input : inputs) {
            Contract contract = contracts.getOrDefault(input.point(), Contract.NONE);
            long wh = Delivered.of(contract, input.energy(), PERIOD_MS).wh();
            histories.put(input.point(), input.before().plus(run.revision(), wh));
        }
        twinBefore = expected;
        runs.add(lines);
        return lines;
    }

    private static SlowDelivery.Line twin(SettlementLine line) {
        return new SlowDelivery.Line(
                line.participant(),
                line.counterparty(),
                line.order().usagePoint(),
                line.order().orderId(),
                line.charge(),
                line.direction(),
                BigInteger.valueOf(line.quantityWh()),
                BigInteger.valueOf(line.price()),
                line.reference(),
                line.estimated(),
                BigInteger.valueOf(line.deltaNano()));
    }

    /** The next run as text, without the grid's mirror lines: "anna CREDIT bert ENERGY 40 @ 550000, changes 0". */
    List<String> runAsText() {
        return run().stream()
                .filter(line -> !line.participant().equals("grid"))
                .map(line -> line.participant() + " " + line.direction() + " " + line.counterparty() + " "
                        + line.charge() + " " + line.quantityWh() + " @ " + line.price() + ", changes "
                        + line.deltaNano() + (line.estimated() ? ", estimated" : ""))
                .toList();
    }
}
