package io.gridclear.topology.book;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.routing.RoutingState;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Period states as bytes of the store; a version byte comes first, so that a later version reads an earlier one's. What
 * every accepted bid changes, the tally of the book, is a value of its own: 73 bytes instead of some 600.
 */
final class PeriodStateCodec {

    private static final int VERSION = 2;

    private static final int TALLY_LENGTH = 1 + 8 + Sha256.LENGTH + 4 * 8;

    private PeriodStateCodec() {}

    static byte[] toBytes(PeriodState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, state.terms());
            out.writeByte(code(state.phase));
            for (int side = 0; side < 2; side++) {
                write(out, state.cursors[side]);
                out.writeInt(state.residualsDone[side]);
            }
            out.writeLong(state.gateClosedAt);
            out.writeLong(state.requoteClosedAt);
            write(out, state.journal);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static PeriodState of(PeriodKey key, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("state of " + key + " has version " + version
                        + ", this application reads " + VERSION + ": start a version that reads it");
            }
            PeriodState state = new PeriodState(key, terms(in));
            state.phase = phase(in.readByte());
            for (int side = 0; side < 2; side++) {
                state.cursors[side] = cursor(in);
                state.residualsDone[side] = in.readInt();
            }
            state.gateClosedAt = in.readLong();
            state.requoteClosedAt = in.readLong();
            state.journal = journal(in);
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException("state of " + key + " is cut short", e);
        }
    }

    /** The tally of the book: how many entries, their hash, and what is live on each side. */
    static byte[] tallyBytes(PeriodState state) {
        ByteBuffer buffer = ByteBuffer.allocate(TALLY_LENGTH)
                .put((byte) VERSION)
                .putLong(state.entries)
                .put(state.inputHash);
        for (int side = 0; side < 2; side++) {
            buffer.putLong(state.liveOrders[side]).putLong(state.liveWh[side]);
        }
        return buffer.array();
    }

    /** Completes a state with the tally of its book. */
    static void readTally(PeriodState state, byte[] bytes) {
        if (bytes.length != TALLY_LENGTH || bytes[0] != VERSION) {
            throw new IllegalStateException("tally of " + state.key() + " has " + bytes.length + " bytes of version "
                    + (bytes.length == 0 ? "none" : bytes[0]) + ", this application reads " + TALLY_LENGTH + " of "
                    + VERSION);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, TALLY_LENGTH - 1);
        state.entries = buffer.getLong();
        byte[] inputHash = new byte[Sha256.LENGTH];
        buffer.get(inputHash);
        state.inputHash = inputHash;
        for (int side = 0; side < 2; side++) {
            state.liveOrders[side] = buffer.getLong();
            state.liveWh[side] = buffer.getLong();
        }
    }

    private static int code(PeriodState.Phase phase) {
        return switch (phase) {
            case SUBMISSION -> 0;
            case STAGE_1 -> 1;
            case REQUOTE -> 2;
            case STAGE_2 -> 3;
            case RESIDUALS -> 4;
            case CLEARED -> 5;
        };
    }

    private static PeriodState.Phase phase(int code) {
        return switch (code) {
            case 0 -> PeriodState.Phase.SUBMISSION;
            case 1 -> PeriodState.Phase.STAGE_1;
            case 2 -> PeriodState.Phase.REQUOTE;
            case 3 -> PeriodState.Phase.STAGE_2;
            case 4 -> PeriodState.Phase.RESIDUALS;
            case 5 -> PeriodState.Phase.CLEARED;
            default -> throw new IllegalStateException("no phase has the code " + code);
        };
    }

    private static void write(DataOutputStream out, MarketTerms terms) throws IOException {
        out.writeLong(terms.periodMs());
        out.writeLong(terms.gateClosureMs());
        out.writeLong(terms.requoteWindowMs());
        out.writeLong(terms.tick());
        out.writeLong(terms.feedInTariff());
        out.writeLong(terms.retailTariff());
        out.writeByte(
                switch (terms.referencePriceRule()) {
                    case MEAN -> 1;
                    case VOLUME_WEIGHTED -> 2;
                    case ANCHORED -> 3;
                });
        out.writeLong(terms.maxOrderWh());
        out.writeUTF(terms.gridParticipant());
        out.writeUTF(terms.currency());
        out.writeUTF(terms.timeZone());
        out.writeLong(terms.gridFee());
        out.writeLong(terms.imbalanceSpread());
        out.writeLong(terms.energyTax());
        out.writeUTF(terms.taxParticipant());
        out.writeLong(terms.meteringGraceMs());
        out.writeLong(terms.correctionHorizonMs());
        out.writeUTF(terms.feeder());
    }

    private static MarketTerms terms(DataInputStream in) throws IOException {
        return new MarketTerms(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                rule(in.readByte()),
                in.readLong(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readUTF());
    }

    private static ReferencePriceRule rule(int code) {
        return switch (code) {
            case 1 -> ReferencePriceRule.MEAN;
            case 2 -> ReferencePriceRule.VOLUME_WEIGHTED;
            case 3 -> ReferencePriceRule.ANCHORED;
            default -> throw new IllegalStateException("no reference-price rule has the code " + code);
        };
    }

    private static void write(DataOutputStream out, QueueCursor cursor) throws IOException {
        out.writeByte(
                switch (cursor.kind()) {
                    case START -> 0;
                    case HEAD -> 1;
                    case END -> 2;
                });
        out.writeLong(cursor.price());
        out.writeLong(cursor.position());
        out.writeLong(cursor.leftWh());
    }

    private static QueueCursor cursor(DataInputStream in) throws IOException {
        QueueCursor.Kind kind = switch (in.readByte()) {
            case 0 -> QueueCursor.Kind.START;
            case 1 -> QueueCursor.Kind.HEAD;
            default -> QueueCursor.Kind.END;
        };
        return new QueueCursor(kind, in.readLong(), in.readLong(), in.readLong());
    }

    private static void write(DataOutputStream out, ClearingJournal.State journal) throws IOException {
        write(out, journal.stage1());
        write(out, journal.stage2());
        out.writeLong(journal.gridSoldWh());
        out.writeLong(journal.gridBoughtWh());
        out.writeLong(journal.curtailedTrades());
        out.writeLong(journal.curtailedWh());
        out.writeLong(journal.debitNano());
        out.writeLong(journal.creditNano());
        write(out, journal.tradeSubtrees());
        out.writeLong(journal.lines());
        write(out, journal.lineSubtrees());
        byte[] routing = journal.routing().encode();
        out.writeInt(routing.length);
        out.write(routing);
    }

    private static ClearingJournal.State journal(DataInputStream in) throws IOException {
        return new ClearingJournal.State(
                totals(in),
                totals(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                hashes(in),
                in.readLong(),
                hashes(in),
                routing(in));
    }

    private static RoutingState routing(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return RoutingState.decode(bytes);
    }

    private static void write(DataOutputStream out, DealTotals totals) throws IOException {
        out.writeLong(totals.count());
        out.writeLong(totals.priceSum());
        out.writeLong(totals.energyWh());
        out.writeLong(totals.amountNano());
        out.writeLong(totals.minPrice());
        out.writeLong(totals.maxPrice());
    }

    private static DealTotals totals(DataInputStream in) throws IOException {
        return new DealTotals(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private static void write(DataOutputStream out, List<byte[]> hashes) throws IOException {
        out.writeByte(hashes.size());
        for (byte[] hash : hashes) {
            out.write(hash);
        }
    }

    private static List<byte[]> hashes(DataInputStream in) throws IOException {
        List<byte[]> hashes = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            hashes.add(hash(in));
        }
        return hashes;
    }

    private static byte[] hash(DataInputStream in) throws IOException {
        byte[] hash = new byte[Sha256.LENGTH];
        in.readFully(hash);
        return hash;
    }
}
