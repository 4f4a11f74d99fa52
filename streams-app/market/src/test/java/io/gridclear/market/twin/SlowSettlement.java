package io.gridclear.market.twin;

import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.Trade;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Settlement of the INITIAL run, line by line, and its bytes by another encoder than the kernel's. */
public final class SlowSettlement {

    /**
     * A line with its hashes.
     *
     * @param line the line
     * @param lineId hexadecimal
     * @param settlementId hexadecimal
     */
    public record Line(SettlementLine line, String lineId, String settlementId) {}

    private static final Map<ChargeType, Integer> CHARGE_CODES =
            Map.of(ChargeType.ENERGY, 1, ChargeType.GRID_ENERGY, 2, ChargeType.GRID_FEE, 3, ChargeType.TAX, 5);

    private final String area;
    private final long periodStart;
    private final MarketTerms terms;
    private final List<Trade> trades = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<byte[]> tradeLeaves = new ArrayList<>();
    private final List<byte[]> lineLeaves = new ArrayList<>();

    private SlowSettlement(String area, long periodStart, MarketTerms terms) {
        this.area = area;
        this.periodStart = periodStart;
        this.terms = terms;
    }

    /**
     * Settles the outcome of an auction.
     *
     * @param orders orders in the order of their log
     * @param refs whose they are
     */
    public static SlowSettlement of(
            String area,
            long periodStart,
            MarketTerms terms,
            List<TwinOrder> orders,
            List<OrderRef> refs,
            SlowAuction.Result result) {
        SlowSettlement settlement = new SlowSettlement(area, periodStart, terms);
        for (TwinTrade trade : result.trades()) {
            settlement.trade(trade, refs.get(trade.sell()), refs.get(trade.buy()));
        }
        for (int i : residuals(orders, result, Side.SELL)) {
            settlement.residual(Side.SELL, refs.get(i), result.leftWh().get(i));
        }
        for (int i : residuals(orders, result, Side.BUY)) {
            settlement.residual(Side.BUY, refs.get(i), result.leftWh().get(i));
        }
        return settlement;
    }

    /** Orders of a side that something is left of, in the order of the queue of stage 1. */
    public static List<Integer> residuals(List<TwinOrder> orders, SlowAuction.Result result, Side side) {
        Comparator<Integer> byQuote = Comparator.comparing(i -> orders.get(i).quote());
        return IntStream.range(0, orders.size())
                .filter(i -> orders.get(i).side() == side && result.leftWh().get(i) > 0)
                .boxed()
                .sorted((side == Side.SELL ? byQuote : byQuote.reversed()).thenComparing(i -> i))
                .toList();
    }

    /** Trades in sequence. */
    public List<Trade> trades() {
        return trades;
    }

    /** Lines in sequence. */
    public List<Line> lines() {
        return lines;
    }

    /** Root over the trades, hexadecimal. */
    public String tradesRoot() {
        return hex(SlowMerkleTree.root(tradeLeaves));
    }

    /** Root over the lines, hexadecimal. */
    public String settlementRoot() {
        return hex(SlowMerkleTree.root(lineLeaves));
    }

    /** Sum of the amounts in one direction, nano-currency. */
    public BigInteger sumNano(Direction direction) {
        return lines.stream()
                .map(Line::line)
                .filter(line -> line.direction() == direction)
                .map(line -> BigInteger.valueOf(line.price()).multiply(BigInteger.valueOf(line.quantityWh())))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Residual energy of one side, Wh. */
    public BigInteger gridWh(Side side) {
        Direction own = side == Side.SELL ? Direction.CREDIT : Direction.DEBIT;
        return lines.stream()
                .map(Line::line)
                .filter(line -> line.charge() == ChargeType.GRID_ENERGY
                        && line.direction() == own
                        && !line.participant().equals(terms.gridParticipant()))
                .map(line -> BigInteger.valueOf(line.quantityWh()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void trade(TwinTrade trade, OrderRef sell, OrderRef buy) {
        int sequence = trades.size();
        trades.add(new Trade(area, periodStart, sequence, trade.stage(), sell, buy, trade.quantityWh(), trade.price()));
        tradeLeaves.add(encode(out -> {
            text(out, "gridclear.trade.v1");
            text(out, area);
            out.writeLong(periodStart);
            out.writeLong(sequence);
            out.writeByte(trade.stage());
            for (OrderRef ref : List.of(sell, buy)) {
                text(out, ref.orderId());
                text(out, ref.usagePoint());
                text(out, ref.participant());
            }
            out.writeLong(trade.quantityWh());
            out.writeLong(trade.price());
        }));
        String reference = area + "/" + periodStart + "/" + sequence;
        String seller = sell.participant();
        String buyer = buy.participant();
        long wh = trade.quantityWh();
        line(seller, buyer, sell, ChargeType.ENERGY, Direction.CREDIT, wh, trade.price(), reference);
        line(buyer, seller, buy, ChargeType.ENERGY, Direction.DEBIT, wh, trade.price(), reference);
        String grid = terms.gridParticipant();
        if (terms.gridFee() > 0) {
            line(buyer, grid, buy, ChargeType.GRID_FEE, Direction.DEBIT, wh, terms.gridFee(), reference);
            line(grid, buyer, buy, ChargeType.GRID_FEE, Direction.CREDIT, wh, terms.gridFee(), reference);
        }
        String authority = terms.taxParticipant();
        if (terms.energyTax() > 0) {
            line(buyer, authority, buy, ChargeType.TAX, Direction.DEBIT, wh, terms.energyTax(), reference);
            line(authority, buyer, buy, ChargeType.TAX, Direction.CREDIT, wh, terms.energyTax(), reference);
        }
    }

    private void residual(Side side, OrderRef ref, long wh) {
        String reference = area + "/" + periodStart + "/residual/" + ref.path();
        String grid = terms.gridParticipant();
        String own = ref.participant();
        ChargeType charge = ChargeType.GRID_ENERGY;
        if (side == Side.SELL) {
            line(own, grid, ref, charge, Direction.CREDIT, wh, terms.feedInTariff(), reference);
            line(grid, own, ref, charge, Direction.DEBIT, wh, terms.feedInTariff(), reference);
        } else {
            line(own, grid, ref, charge, Direction.DEBIT, wh, terms.retailTariff(), reference);
            line(grid, own, ref, charge, Direction.CREDIT, wh, terms.retailTariff(), reference);
        }
    }

    private void line(
            String participant,
            String counterparty,
            OrderRef order,
            ChargeType charge,
            Direction direction,
            long wh,
            long price,
            String reference) {
        int index = lines.size();
        int chargeCode = CHARGE_CODES.get(charge);
        byte[] lineId = SlowMerkleTree.sha256(encode(out -> {
            text(out, "gridclear.line-id.v1");
            text(out, reference);
            text(out, participant);
            out.writeByte(chargeCode);
        }));
        byte[] settlementId = SlowMerkleTree.sha256(encode(out -> {
            text(out, "gridclear.settlement-id.v1");
            out.write(lineId);
            out.writeByte(1);
            out.writeInt(0);
        }));
        lineLeaves.add(encode(out -> {
            text(out, "gridclear.settlement-line.v1");
            out.write(lineId);
            out.writeByte(1);
            out.writeInt(0);
            out.writeLong(index);
            text(out, area);
            out.writeLong(periodStart);
            out.writeLong(terms.periodMs());
            text(out, terms.currency());
            text(out, terms.timeZone());
            text(out, participant);
            text(out, counterparty);
            text(out, order.usagePoint());
            text(out, order.orderId());
            out.writeByte(chargeCode);
            out.writeByte(direction == Direction.DEBIT ? 1 : 2);
            out.writeLong(wh);
            out.writeLong(price);
            text(out, reference);
            out.writeByte(0);
            out.writeLong(direction == Direction.DEBIT ? -wh * price : wh * price);
        }));
        lines.add(new Line(
                SettlementLine.initial(
                        new SettlementPeriod(area, periodStart, terms.periodMs(), terms.currency(), terms.timeZone()),
                        index,
                        participant,
                        counterparty,
                        order,
                        charge,
                        direction,
                        wh,
                        price,
                        reference),
                hex(lineId),
                hex(settlementId)));
    }

    private interface Encoding {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] encode(Encoding encoding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            encoding.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
