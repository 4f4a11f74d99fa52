package io.gridclear.ops.trace;

import io.gridclear.ops.topic.Found;
import io.gridclear.ops.topic.RecordScan;
import io.gridclear.ops.topic.Stretch;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.BookOrder;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementInput;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a line came of. Only the line itself is searched for in all partitions; everything else is keyed by its area,
 * participant or usage point, and read from that partition, from when the period may have been opened on. Each reading is
 * told. Single-threaded.
 */
public final class LineTracer {

    /** Length of a hash in a receipt, bytes. */
    private static final int HASH_BYTES = 32;

    /** Horizon of an area that has no configuration any more: the schema's default. */
    private static final long DEFAULT_HORIZON_MS = 172_800_000;

    private final RecordScan scan;
    private final Consumer<String> told;

    /** @param told takes what was read, a line for a person each time */
    public LineTracer(RecordScan scan, Consumer<String> told) {
        this.scan = scan;
        this.told = told;
    }

    /**
     * Traces a line.
     *
     * @param id its lineId, or the settlementId of one of its runs; 64 hexadecimal digits
     * @param where where it is looked for
     * @throws UnknownLine if no line there has this id
     */
    public LineTrace trace(String id, Stretch where) throws UnknownLine {
        SettlementLine line = find(id, where);
        PeriodKey period = PeriodKey.of(line);
        Stretch ofArea = Stretch.of(period.area()).since(openedSince(period));
        List<Found<SettlementRunResult>> runs = all(
                TopicCatalogue.SETTLEMENT_RUNS,
                ofArea,
                run -> period.isOf(run.getAreaMrid(), run.getPeriodStart()),
                run -> false);
        runs.sort(Comparator.comparingInt(run -> run.value().getRevision()));
        List<Found<SettlementLine>> lines = lines(line, runs, ofArea.fromMs());
        Found<Trade> trade = trade(line, period, ofArea);
        Found<ClearingResult> clearing = first(
                TopicCatalogue.CLEARINGS, ofArea, result -> period.isOf(result.getAreaMrid(), result.getPeriodStart()));
        Set<String> points = points(line, trade);
        return new LineTrace(
                lines,
                trade,
                entries(period, trade, line, ofArea),
                trade == null || clearing == null || !hasFeeder(clearing.value()) ? null : route(trade.value(), ofArea),
                clearing,
                runs,
                inputs(period, points, runs, ofArea),
                energies(period, points),
                readings(period, points),
                receipts(period, lines, ofArea),
                List.of());
    }

    private SettlementLine find(String id, Stretch where) throws UnknownLine {
        List<Found<SettlementLine>> found = all(
                TopicCatalogue.SETTLEMENT_LINES,
                where,
                line -> line.getLineId().equals(id) || line.getSettlementId().equals(id),
                line -> true);
        if (found.isEmpty()) {
            throw new UnknownLine(
                    "no line of " + TopicCatalogue.SETTLEMENT_LINES.name() + " has the lineId or settlementId " + id
                            + (where.equals(Stretch.ALL) ? "" : " in the part that was read"));
        }
        return found.get(0).value();
    }

    /** A period is opened no earlier than its area's horizon before it starts. */
    private long openedSince(PeriodKey period) {
        List<Found<MarketArea>> configurations = all(
                TopicCatalogue.AREAS, Stretch.ALL, area -> area.getAreaMrid().equals(period.area()), area -> false);
        long horizonMs = configurations.stream()
                .mapToLong(area -> area.value().getHorizonMs())
                .reduce(DEFAULT_HORIZON_MS, Math::max);
        return period.start().toEpochMilli() - horizonMs;
    }

    private List<Found<SettlementLine>> lines(SettlementLine line, List<Found<SettlementRunResult>> runs, long fromMs) {
        int lastRevision =
                runs.isEmpty() ? -1 : runs.get(runs.size() - 1).value().getRevision();
        List<Found<SettlementLine>> lines = all(
                TopicCatalogue.SETTLEMENT_LINES,
                Stretch.of(line.getMarketParticipantMrid()).since(fromMs),
                one -> one.getLineId().equals(line.getLineId()),
                one -> one.getRun() == SettlementRun.INITIAL ? runs.isEmpty() : one.getRevision() == lastRevision);
        lines.sort(Comparator.comparingInt(
                        (Found<SettlementLine> one) -> one.value().getRun().ordinal())
                .thenComparingInt(one -> one.value().getRevision()));
        return lines;
    }

    private @Nullable Found<Trade> trade(SettlementLine line, PeriodKey period, Stretch ofArea) {
        return isOfTrade(line, period)
                ? first(TopicCatalogue.TRADES, ofArea, trade -> isOf(line, trade.getTradeId()))
                : null;
    }

    /** References of trades go on with a number where others have a word. */
    private static boolean isOfTrade(SettlementLine line, PeriodKey period) {
        String marker = "/" + period.start().toEpochMilli() + "/";
        int at = line.getReference().indexOf(marker);
        int next = at + marker.length();
        return at >= 0
                && next < line.getReference().length()
                && Character.isDigit(line.getReference().charAt(next));
    }

    private static boolean isOf(SettlementLine line, String tradeId) {
        return line.getReference().equals(tradeId) || line.getReference().startsWith(tradeId + "/");
    }

    private static Set<String> points(SettlementLine line, @Nullable Found<Trade> trade) {
        Set<String> points = new TreeSet<>();
        if (trade != null) {
            points.add(trade.value().getSellUsagePointMrid());
            points.add(trade.value().getBuyUsagePointMrid());
        } else {
            points.add(line.getUsagePointMrid());
        }
        return points;
    }

    private List<Found<BookEntry>> entries(
            PeriodKey period, @Nullable Found<Trade> trade, SettlementLine line, Stretch ofArea) {
        Predicate<BookEntry> wanted = entry -> period.isOf(entry.getAreaMrid(), entry.getPeriodStart())
                && (entry.getOrder() == null || isOrderOf(entry.getOrder(), trade, line));
        Predicate<BookEntry> last = entry -> entry.getKind() == BookEntryKind.REQUOTE_CLOSED;
        List<Found<BookEntry>> entries = all(TopicCatalogue.BOOK, ofArea, wanted, last);
        boolean isWhole = entries.stream().anyMatch(entry -> entry.value().getSequence() == 0);
        // an entry bears the time of the bid that caused it, which may be older than any horizon
        return isWhole ? entries : all(TopicCatalogue.BOOK, Stretch.of(period.area()), wanted, last);
    }

    private static boolean isOrderOf(BookOrder order, @Nullable Found<Trade> found, SettlementLine line) {
        if (found == null) {
            return order.getUsagePointMrid().equals(line.getUsagePointMrid())
                    && (line.getOrderId().isEmpty() || order.getOrderId().equals(line.getOrderId()));
        }
        Trade trade = found.value();
        return order.getOrderId().equals(trade.getSellOrderId())
                        && order.getUsagePointMrid().equals(trade.getSellUsagePointMrid())
                || order.getOrderId().equals(trade.getBuyOrderId())
                        && order.getUsagePointMrid().equals(trade.getBuyUsagePointMrid());
    }

    private static boolean hasFeeder(ClearingResult clearing) {
        return clearing.getTerms().getFeeder().hasRemaining();
    }

    private @Nullable Found<TradeRoute> route(Trade trade, Stretch ofArea) {
        return first(TopicCatalogue.ROUTES, ofArea, route -> route.getTradeId().equals(trade.getTradeId()));
    }

    private List<PointInput> inputs(
            PeriodKey period, Set<String> points, List<Found<SettlementRunResult>> runs, Stretch ofArea) {
        List<PointInput> inputs = new ArrayList<>();
        if (runs.isEmpty()) {
            return inputs;
        }
        int lastRevision = runs.get(runs.size() - 1).value().getRevision();
        List<Found<SettlementInputs>> parts = all(
                TopicCatalogue.SETTLEMENT_INPUTS,
                ofArea,
                part -> period.isOf(part.getAreaMrid(), part.getPeriodStart()),
                part -> part.getIsLast() && part.getRevision() == lastRevision);
        for (Found<SettlementInputs> part : parts) {
            for (SettlementInput input : part.value().getInputs()) {
                if (points.contains(input.getUsagePointMrid())) {
                    inputs.add(new PointInput(part, input));
                }
            }
        }
        return inputs;
    }

    private List<Found<PeriodEnergy>> energies(PeriodKey period, Set<String> points) {
        List<Found<PeriodEnergy>> energies = new ArrayList<>();
        for (String point : points) {
            energies.addAll(all(
                    TopicCatalogue.PERIOD_ENERGY,
                    Stretch.of(point).since(period.start().toEpochMilli()),
                    energy -> energy.getUsagePointMrid().equals(point)
                            && energy.getPeriodStart().equals(period.start()),
                    energy -> false));
        }
        return energies;
    }

    private List<Found<MeterReading>> readings(PeriodKey period, Set<String> points) {
        List<Found<MeterReading>> readings = new ArrayList<>();
        for (String point : points) {
            readings.addAll(all(
                    TopicCatalogue.READINGS,
                    Stretch.of(point).since(period.start().toEpochMilli()),
                    reading -> reading.getUsagePointMrid().equals(point)
                            && period.overlaps(reading.getIntervalStart(), reading.getIntervalEnd()),
                    reading -> false));
        }
        return readings;
    }

    private List<Found<Receipt>> receipts(PeriodKey period, List<Found<SettlementLine>> lines, Stretch ofArea) {
        Set<String> open = new HashSet<>();
        lines.forEach(line -> open.add(run(line.value().getRun(), line.value().getRevision())));
        List<Found<Receipt>> receipts = new ArrayList<>();
        read(TopicCatalogue.RECEIPTS, ofArea, found -> {
            Receipt receipt = found.value();
            if (period.isOf(receipt.getAreaMrid(), receipt.getPeriodStart())
                    && lines.stream().anyMatch(line -> isIn(line.value(), receipt))) {
                receipts.add(found);
                open.remove(run(receipt.getRun(), receipt.getRevision()));
            }
            return !open.isEmpty();
        });
        return receipts;
    }

    private static String run(SettlementRun run, int revision) {
        return run + " " + revision;
    }

    /** Of a run that is disputed, the one receipt has no leaves, and is of all its lines. */
    private static boolean isIn(SettlementLine line, Receipt receipt) {
        long leaves = receipt.getLeafHashes().remaining() / HASH_BYTES;
        return line.getRun() == receipt.getRun()
                && line.getRevision() == receipt.getRevision()
                && (leaves == 0
                        || line.getLineIndex() >= receipt.getFirstLineIndex()
                                && line.getLineIndex() < receipt.getFirstLineIndex() + leaves);
    }

    /** The first that is wanted; if there is none since the time, of the whole partition. */
    private <T extends SpecificRecord> @Nullable Found<T> first(
            TopicContract<T> topic, Stretch stretch, Predicate<T> wanted) {
        List<Found<T>> found = all(topic, stretch, wanted, any -> true);
        if (found.isEmpty() && stretch.fromMs() > 0) {
            found = all(topic, stretch.since(0), wanted, any -> true);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** All that are wanted, up to the first of them that is the last. */
    private <T extends SpecificRecord> List<Found<T>> all(
            TopicContract<T> topic, Stretch stretch, Predicate<T> wanted, Predicate<T> last) {
        List<Found<T>> all = new ArrayList<>();
        read(topic, stretch, found -> {
            if (!wanted.test(found.value())) {
                return true;
            }
            all.add(found);
            return !last.test(found.value());
        });
        return all;
    }

    private <T extends SpecificRecord> void read(TopicContract<T> topic, Stretch stretch, Predicate<Found<T>> visitor) {
        long looked = scan.read(topic, stretch, visitor);
        told.accept("read " + looked + " records of " + topic.name()
                + (stretch.key() == null ? ", all partitions" : ", the partition of " + stretch.key())
                + (stretch.fromMs() == 0 ? "" : ", since " + Instant.ofEpochMilli(stretch.fromMs())));
    }
}
