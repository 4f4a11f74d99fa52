package io.gridclear.ledger.transaction;

import io.gridclear.ledger.genesis.Registration;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Canonical bytes of transactions:
 *
 * <pre>
 * text "gridclear.transaction.v1" | text chain id | 1 kind | 32 sender | 8 valid until height | 16 idempotency key
 * body of the kind
 * 64 signature over all before it
 * </pre>
 *
 * Decoding is strict: one transaction has one encoding, and whatever is no transaction is an {@link
 * IllegalArgumentException}.
 */
public final class TransactionCodec {

    /** Longest transaction: 1,000 attestations with areas of 128 characters. */
    public static final int MOST_BYTES = 256 * 1024;

    /** Most attestations in a transaction. */
    public static final int MOST_ATTESTATIONS = 1_000;

    /** Most items of a submission: with the longest area ids they fit a transaction. */
    public static final int MOST_CLAIMS = 256;

    /** Most deliveries in a transaction. */
    public static final int MOST_DELIVERIES = 1_000;

    /** Most candidates that can be written; how many may be voted for, the ledger decides. */
    public static final int MOST_CANDIDATES = 1_000;

    /** Most energy of a delivery, Wh: the sum over a transaction stays within a long. */
    public static final long MOST_ENERGY_WH = 1_000_000_000_000_000L;

    /** Longest chain id, as in the engine. */
    public static final int MOST_CHAIN_ID_CHARS = 50;

    /** Length of an idempotency key. */
    public static final int KEY_LENGTH = 16;

    private static final String DOMAIN = "gridclear.transaction.v1";
    private static final int PUBLIC_KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;
    private static final int HASH_LENGTH = 32;
    private static final int ADDRESS_LENGTH = 20;

    private static final int REGISTER_CANDIDATE = 1;
    private static final int CAST_VOTE = 2;
    private static final int READY = 3;
    private static final int SUBMIT_CLEARINGS = 4;
    private static final int ATTEST = 5;
    private static final int REPORT_DELIVERY = 6;

    private TransactionCodec() {}

    /**
     * Writes and signs a transaction.
     *
     * @param chainId the chain that it is for
     * @param transaction what it asks for
     * @param signer the sender
     * @param validUntilHeight last height at which it may be executed
     * @param idempotencyKey 16 bytes; the same for every attempt at the same thing
     * @throws IllegalArgumentException if it could not be read back: a value or the whole is out of bounds
     */
    public static byte[] encode(
            String chainId,
            LedgerTransaction transaction,
            MessageSigner signer,
            long validUntilHeight,
            byte[] idempotencyKey) {
        CanonicalWriter writer = new CanonicalWriter()
                .start(DOMAIN)
                .string(chainId)
                .int8(kind(transaction))
                .raw(signer.publicKey())
                .int64(validUntilHeight)
                .raw(idempotencyKey);
        writeBody(writer, transaction);
        byte[] message = writer.toBytes();
        byte[] bytes = writer.raw(signer.sign(message)).toBytes();
        decode(bytes);
        return bytes;
    }

    /**
     * Reads a transaction; its signature is not checked.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SignedTransaction decode(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a transaction has at most " + MOST_BYTES + " bytes, not " + bytes.length);
        }
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        String chainId = reader.string(MOST_CHAIN_ID_CHARS);
        int kind = reader.int8();
        byte[] sender = reader.raw(PUBLIC_KEY_LENGTH);
        long validUntilHeight = reader.int64();
        byte[] idempotencyKey = reader.raw(KEY_LENGTH);
        int bodyAt = bytes.length - reader.remaining();
        LedgerTransaction transaction = readBody(reader, kind);
        int bodyEnd = bytes.length - reader.remaining();
        byte[] signature = reader.raw(SIGNATURE_LENGTH);
        reader.end();
        byte[] content = new byte[1 + bodyEnd - bodyAt];
        content[0] = (byte) kind;
        System.arraycopy(bytes, bodyAt, content, 1, bodyEnd - bodyAt);
        return new SignedTransaction(
                chainId,
                sender,
                validUntilHeight,
                idempotencyKey,
                transaction,
                signature,
                Arrays.copyOf(bytes, bodyEnd),
                content);
    }

    private static int kind(LedgerTransaction transaction) {
        if (transaction instanceof RegisterCandidate) {
            return REGISTER_CANDIDATE;
        } else if (transaction instanceof CastVote) {
            return CAST_VOTE;
        } else if (transaction instanceof Ready) {
            return READY;
        } else if (transaction instanceof SubmitClearings) {
            return SUBMIT_CLEARINGS;
        } else if (transaction instanceof Attest) {
            return ATTEST;
        }
        return REPORT_DELIVERY;
    }

    private static void writeBody(CanonicalWriter writer, LedgerTransaction transaction) {
        if (transaction instanceof RegisterCandidate register) {
            writer.string(register.name()).raw(register.validatorKey()).raw(register.possession());
            Registration.writeUsagePoints(writer, register.usagePoints());
        } else if (transaction instanceof CastVote vote) {
            writer.int32(vote.candidates().size());
            vote.candidates().forEach(writer::raw);
        } else if (transaction instanceof SubmitClearings submit) {
            writer.int32(submit.claims().size());
            for (ClearingClaim claim : submit.claims()) {
                claim.item()
                        .write(writer)
                        .raw(claim.batchDigest())
                        .raw(claim.claimedHash())
                        .raw(claim.settlementRoot())
                        .int64(claim.lines());
            }
        } else if (transaction instanceof Attest attest) {
            writer.int32(attest.attestations().size());
            for (Attestation attestation : attest.attestations()) {
                attestation.item().write(writer).raw(attestation.hash());
            }
        } else if (transaction instanceof ReportDelivery report) {
            Delivery.write(report.item().write(writer), report.deliveries());
        }
    }

    private static LedgerTransaction readBody(CanonicalReader reader, int kind) {
        return switch (kind) {
            case REGISTER_CANDIDATE -> readRegistration(reader);
            case CAST_VOTE -> new CastVote(list(reader, 0, MOST_CANDIDATES, r -> r.raw(ADDRESS_LENGTH)));
            case READY -> new Ready();
            case SUBMIT_CLEARINGS -> new SubmitClearings(list(reader, 1, MOST_CLAIMS, TransactionCodec::readClaim));
            case ATTEST ->
                new Attest(
                        list(reader, 1, MOST_ATTESTATIONS, r -> new Attestation(ItemKey.read(r), r.raw(HASH_LENGTH))));
            case REPORT_DELIVERY -> new ReportDelivery(ItemKey.read(reader), readDeliveries(reader));
            default -> throw reader.refuse("no transaction has the kind " + kind);
        };
    }

    private static RegisterCandidate readRegistration(CanonicalReader reader) {
        String name = reader.string(Registration.MOST_NAME_CHARS);
        Registration.requireName(name);
        return new RegisterCandidate(
                name,
                reader.raw(PUBLIC_KEY_LENGTH),
                reader.raw(SIGNATURE_LENGTH),
                Registration.readUsagePoints(reader));
    }

    private static ClearingClaim readClaim(CanonicalReader reader) {
        ItemKey item = ItemKey.read(reader);
        byte[] batchDigest = reader.raw(HASH_LENGTH);
        byte[] claimedHash = reader.raw(HASH_LENGTH);
        byte[] settlementRoot = reader.raw(HASH_LENGTH);
        return new ClearingClaim(item, batchDigest, claimedHash, settlementRoot, notNegative(reader, Long.MAX_VALUE));
    }

    /**
     * Reads what {@link Delivery#write} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static List<Delivery> readDeliveries(CanonicalReader reader) {
        return list(reader, 1, MOST_DELIVERIES, TransactionCodec::readDelivery);
    }

    private static Delivery readDelivery(CanonicalReader reader) {
        String usagePoint = Registration.readUsagePoint(reader);
        return new Delivery(usagePoint, notNegative(reader, MOST_ENERGY_WH), notNegative(reader, MOST_ENERGY_WH));
    }

    private static long notNegative(CanonicalReader reader, long most) {
        long value = reader.int64();
        if (value < 0 || value > most) {
            throw reader.refuse(value + " is not within 0.." + most);
        }
        return value;
    }

    private static <T> List<T> list(CanonicalReader reader, int least, int most, Function<CanonicalReader, T> element) {
        int count = reader.int32();
        if (count < least || count > most) {
            throw reader.refuse("a count of " + count + " is not within " + least + ".." + most);
        }
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(reader));
        }
        return list;
    }
}
