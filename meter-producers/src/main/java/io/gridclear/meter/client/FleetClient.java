package io.gridclear.meter.client;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The market as a meter fleet sees it: bids and readings out, refusals and reference prices in. One client
 * serves any number of usage points; it need not know areas or partitions.
 *
 * <pre>{@code
 *   FleetClientSettings settings = FleetClientSettings.of("127.0.0.1:9092", "http://127.0.0.1:8081");
 *   try (FleetClient client = FleetClient.open(settings, listener)) {
 *       MeterIdentity meter = MeterIdentity.signing("meter-000042", "owner-000042", MeterSigner.of(keys));
 *       BidDraft ask = BidDraft.sell("order-1", periodStart).energyWh(1_200).atPrice(560_000).withLimit(500_000);
 *       client.submit(meter, ask).thenAccept(outcome -> log(outcome));
 *   }
 * }</pre>
 *
 * <p><b>Threads.</b> All methods may be called from any thread. What one thread submits for a usage point arrives in
 * that order; from several threads, in some order. Stages complete on the producer's one I/O thread: what hangs on
 * them must not block. The listener has a thread of its own.
 *
 * <p><b>Backpressure.</b> At most {@code maxInFlight} records are under way. Above that, {@code submit} blocks until one
 * is acknowledged, at most {@code submitMs}, and then says {@link SubmitOutcome.Busy}.
 *
 * <p><b>Failures.</b> {@code submit} does not throw for what the world does, and its stages never complete
 * exceptionally: see {@link SubmitOutcome}. A draft that failed may be submitted again as it is. It carries the time at
 * which it was made, so that the repeat is the same to the byte, and the market takes a repeat silently.
 */
public final class FleetClient implements AutoCloseable {
    private final OutgoingRecords outgoing;
    private final MarketFeed feed;
    private final OwnMeters own = new OwnMeters();
    private final Serializer<Bid> bids;
    private final Serializer<MeterReading> readings;
    private final Runnable closeRegistry;

    private FleetClient(FleetClientSettings settings, FleetConnection connection, MarketListener listener) {
        ContractSerdes serdes = new ContractSerdes(connection.lookup());
        this.outgoing = new OutgoingRecords(settings, connection.producer());
        this.feed = new MarketFeed(settings, connection.consumer(), serdes, own, listener);
        this.bids = serdes.serializer(TopicCatalogue.BIDS);
        this.readings = serdes.serializer(TopicCatalogue.READINGS);
        this.closeRegistry = connection.closeRegistry();
    }

    /**
     * Connects: looks up the schemas, finds the topics, and begins to listen. When it returns, no answer of the
     * market to what is submitted from now on will be missed.
     *
     * @param listener hears refusals of this client's meters, and all reference prices
     * @throws FleetClientException if broker, registry, schemas or topics cannot be found within the settings' bounds;
     *     the message names what is missing and what to do
     */
    public static FleetClient open(FleetClientSettings settings, MarketListener listener) {
        return open(settings, FleetConnection.open(settings), listener);
    }

    static FleetClient open(FleetClientSettings settings, FleetConnection connection, MarketListener listener) {
        FleetClient client = new FleetClient(settings, connection, listener);
        try {
            client.feed.open();
            return client;
        } catch (FleetClientException failed) {
            client.close();
            throw failed;
        }
    }

    /**
     * Signs a bid and sends it.
     *
     * @return a stage that completes when the bid is acknowledged, refused by the client's own checks, or given up;
     *     already completed where nothing was sent
     */
    public CompletionStage<SubmitOutcome> submit(MeterIdentity meter, BidDraft bid) {
        Optional<SubmitOutcome.Refused> objection = DraftChecks.objectionTo(meter, bid);
        if (objection.isPresent()) {
            return CompletableFuture.completedFuture(objection.get());
        }
        own.add(meter);
        return outgoing.send(
                TopicCatalogue.BIDS,
                bids,
                meter.usagePointMrid(),
                bid.createdAt().toEpochMilli(),
                () -> SignedRecords.bid(meter, bid));
    }

    /**
     * Signs a reading and sends it.
     *
     * @return as for a bid
     */
    public CompletionStage<SubmitOutcome> submit(MeterIdentity meter, ReadingDraft reading) {
        Optional<SubmitOutcome.Refused> objection = DraftChecks.objectionTo(meter, reading);
        if (objection.isPresent()) {
            return CompletableFuture.completedFuture(objection.get());
        }
        own.add(meter);
        return outgoing.send(
                TopicCatalogue.READINGS,
                readings,
                meter.usagePointMrid(),
                reading.createdAt().toEpochMilli(),
                () -> SignedRecords.reading(meter, reading));
    }

    /** Listens for refusals of a meter that has not submitted anything through this client yet, as after a restart. */
    public void watch(MeterIdentity meter) {
        own.add(meter);
    }

    /** Records that are under way: submitted, neither acknowledged nor given up. */
    public int inFlight() {
        return outgoing.inFlight();
    }

    /** Sends what is gathered at once and waits until it is acknowledged or given up, at most the delivery timeout. */
    public void flush() {
        outgoing.flush();
    }

    /**
     * Ends the client: waits for what is under way, at most {@code closeMs}; what is left then completes as {@link
     * FailureKind#CLOSED}. Submissions from now on do the same. May be called again.
     */
    @Override
    public void close() {
        outgoing.close();
        feed.close();
        closeRegistry.run();
    }
}
