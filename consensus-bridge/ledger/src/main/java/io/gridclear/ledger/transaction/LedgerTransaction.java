package io.gridclear.ledger.transaction;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.List;

/** What a transaction asks for. Byte arrays are never written to after construction. */
public sealed interface LedgerTransaction {

    /**
     * A node offers itself as an agent.
     *
     * @param name how people call the node, 1 to 64 printable ASCII characters
     * @param validatorKey Ed25519 key that its engine signs blocks with, 32 bytes
     * @param possession signature of the validator key over the canonical bytes of chain id and node key, 64 bytes: nobody
     *     can register a validator that is not its own
     * @param usagePoints usage points whose delivery counts for its score
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
    record RegisterCandidate(String name, byte[] validatorKey, byte[] possession, List<String> usagePoints)
            implements LedgerTransaction {

        public RegisterCandidate {
            usagePoints = List.copyOf(usagePoints);
        }
    }

    /**
     * A node votes, with its score as weight; replaces its earlier vote.
     *
     * @param candidates addresses of at most N candidates, 20 bytes each, without repetition; none withdraws the vote
     */
    record CastVote(List<byte[]> candidates) implements LedgerTransaction {

        public CastVote {
            candidates = List.copyOf(candidates);
        }
    }

    /** A node shows that it is up, before it can be elected. */
    record Ready() implements LedgerTransaction {}

    /**
     * The operator opens items: all of them, or none where one is refused. The areas whose periods close together are one
     * transaction.
     */
    record SubmitClearings(List<ClearingClaim> claims) implements LedgerTransaction {

        public SubmitClearings {
            claims = List.copyOf(claims);
        }

        /** The claim of one item. */
        public static SubmitClearings of(
                ItemKey item, byte[] batchDigest, byte[] claimedHash, byte[] settlementRoot, long lines) {
            return new SubmitClearings(
                    List.of(new ClearingClaim(item, batchDigest, claimedHash, settlementRoot, lines)));
        }
    }

    /**
     * What the operator says of an item.
     *
     * @param item the item
     * @param batchDigest digest by which agents fetch the batch, 32 bytes
     * @param claimedHash the operator's h, 32 bytes
     * @param settlementRoot root over the settlement lines, 32 bytes
     * @param lines number of settlement lines
     */
    @SuppressWarnings("ArrayRecordComponent")
    record ClearingClaim(ItemKey item, byte[] batchDigest, byte[] claimedHash, byte[] settlementRoot, long lines) {

        public ClearingClaim {
            if (item.run() == ItemKey.DELIVERY) {
                throw new IllegalArgumentException("deliveries are reported, not claimed: " + item);
            }
        }
    }

    /** An agent attests to what it computed. */
    record Attest(List<Attestation> attestations) implements LedgerTransaction {

        public Attest {
            attestations = List.copyOf(attestations);
        }
    }

    /**
     * One attestation.
     *
     * @param item the item
     * @param hash the agent's h, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Attestation(ItemKey item, byte[] hash) {}

    /**
     * The operator reports what the candidates' usage points promised and delivered in a period. That opens the item of the
     * period's deliveries, which agents attest to by {@link #hash()} like a clearing: new scores if it is FINAL.
     *
     * @param item the METERED run whose delivery it is
     * @param deliveries one for every usage point of every registered node
     */
    record ReportDelivery(ItemKey item, List<Delivery> deliveries) implements LedgerTransaction {

        private static final String DOMAIN = "gridclear.delivery-report.v1";

        public ReportDelivery {
            if (item.run() != ItemKey.METERED) {
                throw new IllegalArgumentException("deliveries are those of a METERED run, not of " + item);
            }
            deliveries = List.copyOf(deliveries);
        }

        /** What is attested to: SHA-256 over the METERED run's name and every delivery in the order of the report, 32 bytes. */
        public byte[] hash() {
            return Delivery.write(item.write(new CanonicalWriter().start(DOMAIN)), deliveries)
                    .hash(new Sha256());
        }
    }

    /**
     * Delivery of one usage point.
     *
     * @param usagePoint the usage point
     * @param contractedWh Epre, Wh, &gt;= 0
     * @param deliveredWh Ereal, Wh, &gt;= 0
     */
    record Delivery(String usagePoint, long contractedWh, long deliveredWh) {

        /** Appends the canonical bytes of deliveries: their number, then usage point, contracted and delivered of each. */
        public static CanonicalWriter write(CanonicalWriter writer, List<Delivery> deliveries) {
            writer.int32(deliveries.size());
            for (Delivery delivery : deliveries) {
                writer.string(delivery.usagePoint).int64(delivery.contractedWh).int64(delivery.deliveredWh);
            }
            return writer;
        }
    }
}
