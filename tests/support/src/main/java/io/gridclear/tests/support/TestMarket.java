package io.gridclear.tests.support;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The people around the market: an operator who registers, fleets that bid, and readers of what comes out. */
public final class TestMarket implements AutoCloseable {
    /** An instance that is killed is missed after 10 s, and its tasks are restored elsewhere: far below this. */
    private static final Duration PATIENCE = ClusterFailure.PATIENCE;

    private static final Set<RejectReasonCode> NOT_KNOWN_YET =
            Set.of(RejectReasonCode.UNKNOWN_USAGE_POINT, RejectReasonCode.UNKNOWN_AREA);

    private final TestProducer producer;
    private final TopicReader reader;
    private final Set<String> probes = new HashSet<>();

    public TestMarket(TestCluster cluster) {
        this.producer = new TestProducer(cluster);
        this.reader = new TopicReader(cluster);
    }

    /** Registers usage points; an application that starts later knows them from the start. */
    public void register(Collection<TestPoint> points) {
        for (TestPoint point : points) {
            producer.send(TopicCatalogue.POINTS, point.mrid(), point.registration());
        }
        producer.flush();
    }

    /**
     * Configures areas and waits until the running application knows them.
     *
     * @param probe a registered usage point of the last of them, for bids that cannot be accepted
     */
    public void open(Collection<TestArea> areas, TestPoint probe) {
        probes.add(probe.mrid());
        for (TestArea area : areas) {
            producer.send(TopicCatalogue.AREAS, area.mrid(), area.configuration());
        }
        producer.flush();
        TestArea last = areas.stream().reduce((before, after) -> after).orElseThrow();
        await("the application to know area " + last.mrid(), () -> {
            bidNothing(probe, last);
            return rejectionsOf(probe).stream().anyMatch(answer -> !NOT_KNOWN_YET.contains(answer.getReasonCode()));
        });
    }

    /** Waits until the application answers a bid that is sent now: after an outage, it works again. */
    public void awaitAnswering(TestArea area, TestPoint probe) {
        int answers = rejectionsOf(probe).size();
        bidNothing(probe, area);
        await("an answer to " + probe.mrid(), () -> rejectionsOf(probe).size() > answers);
    }

    private void bidNothing(TestPoint probe, TestArea area) {
        bid(probe.sells(area.periodStart(), 0, 500_000).signed());
        producer.flush();
    }

    /** Sends a bid under its usage point's key; {@link #flush} says whether it arrived. */
    public void bid(Bid bid) {
        producer.send(TopicCatalogue.BIDS, bid.getUsagePointMrid(), bid);
    }

    /** Waits until everything that was sent is acknowledged. */
    public void flush() {
        producer.flush();
    }

    /** Producer for records that no fleet would send. */
    public TestProducer producer() {
        return producer;
    }

    /** Whole topics. */
    public TopicReader reader() {
        return reader;
    }

    /** Waits for the reference price of the area's period. */
    public ReferencePrice awaitReferencePrice(TestArea area) {
        return awaitOne(
                TopicCatalogue.REFERENCE_PRICES,
                price -> price.getAreaMrid().equals(area.mrid())
                        && price.getPeriodStart().equals(area.periodStart()),
                "reference price of " + area.mrid());
    }

    /** Waits until the book holds so many accepted orders, over all areas. */
    public void awaitBooked(long orders) {
        await(
                orders + " orders in the book",
                () -> reader.committedEnd(TopicCatalogue.BOOK.name()) >= orders && booked() >= orders);
    }

    /** Waits until the book holds so many accepted re-quotes, over all areas. */
    public void awaitRequoted(long orders) {
        await(orders + " re-quotes in the book", () -> count(BookEntryKind.REQUOTE) >= orders);
    }

    /** Waits until so many bids were refused, the probes' left out. */
    public void awaitRejected(long bids) {
        await(
                bids + " rejections",
                () -> reader.committedEnd(TopicCatalogue.BID_REJECTIONS.name()) >= bids
                        && rejections().size() >= bids);
    }

    /** Waits until so many records of a topic are dead letters. */
    public void awaitDeadLetters(TopicContract<?> topic, long records) {
        String letters = TopicCatalogue.deadLetterTopic(topic.name());
        await(
                records + " records in " + letters,
                () -> reader.readAllBytes(letters).size() >= records);
    }

    /** Accepted orders in the book so far, over all areas. */
    public long booked() {
        return count(BookEntryKind.ORDER);
    }

    private long count(BookEntryKind kind) {
        return values(TopicCatalogue.BOOK).stream()
                .filter(entry -> entry.getKind() == kind)
                .count();
    }

    /** Waits until the gate of the area's period is closed. */
    public void awaitGateClosed(TestArea area) {
        awaitOne(
                TopicCatalogue.BOOK,
                entry -> entry.getKind() == BookEntryKind.GATE_CLOSED
                        && entry.getAreaMrid().equals(area.mrid())
                        && entry.getPeriodStart().equals(area.periodStart()),
                "gate closure of " + area.mrid());
    }

    /** Waits for the result of the area's period. */
    public ClearingResult awaitClearing(TestArea area) {
        return awaitOne(
                TopicCatalogue.CLEARINGS,
                result -> result.getAreaMrid().equals(area.mrid())
                        && result.getPeriodStart().equals(area.periodStart()),
                "clearing of " + area.mrid());
    }

    /** What bids were answered so far, the probes' left out. */
    public List<BidRejected> rejections() {
        return values(TopicCatalogue.BID_REJECTIONS).stream()
                .filter(answer -> !probes.contains(answer.getUsagePointMrid()))
                .toList();
    }

    /** What the bids of a usage point were answered so far. */
    public List<BidRejected> rejectionsOf(TestPoint point) {
        return values(TopicCatalogue.BID_REJECTIONS).stream()
                .filter(answer -> answer.getUsagePointMrid().equals(point.mrid()))
                .toList();
    }

    /** All values of a topic. */
    public <T extends SpecificRecord> List<T> values(TopicContract<T> topic) {
        return reader.readAll(topic).stream().map(TopicRecord::required).toList();
    }

    private <T extends SpecificRecord> T awaitOne(TopicContract<T> topic, Predicate<T> wanted, String what) {
        await(what, () -> values(topic).stream().anyMatch(wanted));
        Optional<T> found = values(topic).stream().filter(wanted).findFirst();
        return found.orElseThrow();
    }

    private static void await(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("after " + PATIENCE + " still waiting for " + what, e);
        }
    }

    @Override
    public void close() {
        producer.close();
        reader.close();
    }
}
