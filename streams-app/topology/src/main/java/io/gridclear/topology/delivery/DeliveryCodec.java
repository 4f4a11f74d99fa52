package io.gridclear.topology.delivery;

import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.Contract;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.Delivered;
import io.gridclear.market.delivery.DeliveryJournal;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PlacedResidual;
import io.gridclear.market.delivery.PlacedTrade;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.RunFigure;
import io.gridclear.market.delivery.RunFigures;
import io.gridclear.market.delivery.RunOpening;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.topology.book.PeriodKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** States and items of delivery as bytes of the stores; a version byte comes first. */
final class DeliveryCodec {

    private static final int VERSION = 1;

    private interface Writing {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    private DeliveryCodec() {}

    static byte[] toBytes(PlacedTrade trade) {
        return bytes(out -> {
            ContractItem.Traded item = trade.item();
            out.writeLong(item.sequence());
            write(out, item.sell());
            write(out, item.buy());
            out.writeLong(item.price());
            out.writeLong(item.routedWh());
            out.writeLong(item.curtailedWh());
            out.writeLong(trade.sellFirmBefore());
            out.writeLong(trade.sellOpenBefore());
            out.writeLong(trade.buyFirmBefore());
            out.writeLong(trade.buyOpenBefore());
        });
    }

    static PlacedTrade trade(byte[] bytes) {
        return read(
                bytes,
                in -> new PlacedTrade(
                        new ContractItem.Traded(
                                in.readLong(), order(in), order(in), in.readLong(), in.readLong(), in.readLong()),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong()));
    }

    static byte[] toBytes(PlacedResidual residual) {
        return bytes(out -> {
            out.writeByte(residual.item().side().code());
            write(out, residual.item().order());
            out.writeLong(residual.item().quantityWh());
            out.writeLong(residual.openBefore());
        });
    }

    static PlacedResidual residual(byte[] bytes) {
        return read(
                bytes,
                in -> new PlacedResidual(
                        new ContractItem.Residual(Side.ofCode(in.readByte()), order(in), in.readLong()),
                        in.readLong()));
    }

    private static void write(DataOutputStream out, OrderRef order) throws IOException {
        out.writeUTF(order.orderId());
        out.writeUTF(order.usagePoint());
        out.writeUTF(order.participant());
    }

    private static OrderRef order(DataInputStream in) throws IOException {
        return new OrderRef(in.readUTF(), in.readUTF(), in.readUTF());
    }

    static byte[] toBytes(PointState point) {
        return bytes(out -> {
            out.writeByte(point.contract().side().code());
            out.writeLong(point.contract().firmWh());
            out.writeLong(point.contract().openWh());
            out.writeLong(point.energy().importWh());
            out.writeLong(point.energy().exportWh());
            out.writeLong(point.energy().coveredMs());
            out.writeBoolean(point.energy().estimated());
            out.writeInt(point.before().entries().size());
            for (PointHistory.Entry entry : point.before().entries()) {
                out.writeInt(entry.revision());
                out.writeLong(entry.deliveredWh());
            }
            PointState.Taken taken = point.taken();
            out.writeInt(taken == null ? -1 : taken.revision());
            if (taken != null) {
                out.writeLong(taken.delivered().wh());
                out.writeBoolean(taken.delivered().estimated());
            }
            out.writeBoolean(point.changed());
        });
    }

    static PointState point(byte[] bytes) {
        return read(bytes, in -> {
            Contract contract = new Contract(Side.ofCode(in.readByte()), in.readLong(), in.readLong());
            MeteredEnergy energy = new MeteredEnergy(in.readLong(), in.readLong(), in.readLong(), in.readBoolean());
            List<PointHistory.Entry> entries = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                entries.add(new PointHistory.Entry(in.readInt(), in.readLong()));
            }
            int revision = in.readInt();
            PointState.Taken taken = revision < 0
                    ? null
                    : new PointState.Taken(revision, new Delivered(in.readLong(), in.readBoolean()));
            return new PointState(contract, energy, new PointHistory(entries), taken, in.readBoolean());
        });
    }

    static byte[] toBytes(DeliveryState state) {
        return bytes(out -> {
            out.writeByte(state.phase.ordinal());
            out.writeLong(state.dueAt);
            out.writeInt(state.revision);
            out.writeLong(state.residuals);
            out.writeLong(state.changed);
            if (!state.isRunning()) {
                return;
            }
            out.writeShort(state.cursor.length);
            out.write(state.cursor);
            out.writeInt(state.parts);
            out.writeInt(state.vanishedIndex);
            out.writeLong(state.opening.inputs());
            out.writeLong(state.opening.meteredWh());
            out.write(state.opening.inputHash());
            out.write(state.opening.stateBefore());
            out.write(state.opening.stateAfter());
            for (long value : state.journal.figures().values()) {
                out.writeLong(value);
            }
            out.writeLong(state.journal.pointContractedWh());
            out.writeLong(state.journal.vanishedDue());
            out.writeInt(state.journal.vanishedIn().size());
            for (int revision : state.journal.vanishedIn()) {
                out.writeInt(revision);
            }
            out.writeLong(state.journal.lines());
            for (byte[] subtree : state.journal.lineSubtrees()) {
                out.write(subtree);
            }
        });
    }

    static DeliveryState state(PeriodKey key, byte[] bytes) {
        return read(bytes, in -> {
            DeliveryState state = new DeliveryState(key);
            state.phase = DeliveryState.Phase.values()[in.readByte()];
            state.dueAt = in.readLong();
            state.revision = in.readInt();
            state.residuals = in.readLong();
            state.changed = in.readLong();
            if (!state.isRunning()) {
                return state;
            }
            state.cursor = in.readNBytes(in.readUnsignedShort());
            state.parts = in.readInt();
            state.vanishedIndex = in.readInt();
            state.opening = new RunOpening.State(in.readLong(), in.readLong(), hash(in), hash(in), hash(in));
            long[] figures = new long[RunFigure.values().length];
            for (int i = 0; i < figures.length; i++) {
                figures[i] = in.readLong();
            }
            long pointContractedWh = in.readLong();
            long vanishedDue = in.readLong();
            List<Integer> vanishedIn = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                vanishedIn.add(in.readInt());
            }
            long lines = in.readLong();
            List<byte[]> subtrees = new ArrayList<>();
            for (int left = Long.bitCount(lines); left > 0; left--) {
                subtrees.add(hash(in));
            }
            state.journal = new DeliveryJournal.State(
                    new RunFigures(figures), pointContractedWh, vanishedDue, vanishedIn, lines, subtrees);
            return state;
        });
    }

    private static byte[] hash(DataInputStream in) throws IOException {
        return in.readNBytes(Sha256.LENGTH);
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writing.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("an entry of delivery has version " + version
                        + ", this application reads " + VERSION + ": start the version that wrote it, or a later one");
            }
            return reading.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("an entry of delivery is cut short", e);
        }
    }
}
