package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.BookOrder;
import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.Side;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The books kept by somebody who knows the rules and not the code: from the published topics alone, without the kernel.
 * Every order that stands at gate closure is settled exactly once, at prices that its owner agreed to; debits are credits.
 */
final class AccountsAudit {

    private record Order(String area, long period, String participant, String usagePoint, String orderId) {}

    private AccountsAudit() {}

    static void check(PublishedRecords published) {
        Map<String, Map<Order, BookOrder>> standing = new HashMap<>();
        Map<String, Map<Order, Long>> worst = new HashMap<>();
        Map<String, PeriodTerms> terms = new HashMap<>();
        for (BookEntry entry : published.book()) {
            String period = entry.getAreaMrid() + "@" + entry.getPeriodStart().toEpochMilli();
            if (entry.getKind() == BookEntryKind.PERIOD_OPENED) {
                assertThat(terms.put(period, entry.getTerms()))
                        .as("opened twice: %s", period)
                        .isNull();
            }
            BookOrder order = entry.getOrder();
            if (order == null) {
                continue;
            }
            Order name = new Order(
                    entry.getAreaMrid(),
                    entry.getPeriodStart().toEpochMilli(),
                    order.getMarketParticipantMrid(),
                    order.getUsagePointMrid(),
                    order.getOrderId());
            long limit = order.getLimitPrice() == null ? order.getPrice() : order.getLimitPrice();
            if (entry.getKind() == BookEntryKind.REQUOTE) {
                // a revised price is worse at most by what the revision itself says, or by the standing limit
                worst.get(period).merge(name, order.getPrice(), order.getSide() == Side.SELL ? Math::min : Math::max);
                continue;
            }
            Map<Order, BookOrder> orders = standing.computeIfAbsent(period, key -> new LinkedHashMap<>());
            worst.computeIfAbsent(period, key -> new HashMap<>()).put(name, limit);
            if (order.getQuantityWh() == 0) {
                orders.remove(name);
            } else {
                orders.put(name, order);
            }
        }
        Map<String, List<SettlementLine>> lines = published.lines().stream()
                .collect(Collectors.groupingBy(
                        line -> line.getAreaMrid() + "@" + line.getPeriodStart().toEpochMilli()));
        for (ClearingResult result : published.clearings()) {
            String period = result.getAreaMrid() + "@" + result.getPeriodStart().toEpochMilli();
            checkPeriod(
                    period,
                    terms.get(period),
                    standing.getOrDefault(period, Map.of()),
                    worst.getOrDefault(period, Map.of()),
                    lines.getOrDefault(period, List.of()),
                    result);
        }
    }

    private static void checkPeriod(
            String period,
            PeriodTerms terms,
            Map<Order, BookOrder> orders,
            Map<Order, Long> worst,
            List<SettlementLine> lines,
            ClearingResult result) {
        Map<Order, Long> settledWh = new HashMap<>();
        Map<ChargeType, Long> chargedWh = new HashMap<>();
        long debit = 0;
        long credit = 0;
        for (SettlementLine line : lines) {
            assertThat(line.getAmountNano()).isEqualTo(line.getPrice() * line.getQuantityWh());
            boolean isCredit = line.getDirection() == Direction.CREDIT;
            debit += isCredit ? 0 : line.getAmountNano();
            credit += isCredit ? line.getAmountNano() : 0;
            String participant = line.getMarketParticipantMrid();
            if (participant.equals(terms.getGridParticipantMrid())
                    || participant.equals(terms.getTaxParticipantMrid())) {
                continue;
            }
            Order name = new Order(
                    line.getAreaMrid(),
                    line.getPeriodStart().toEpochMilli(),
                    line.getMarketParticipantMrid(),
                    line.getUsagePointMrid(),
                    line.getOrderId());
            BookOrder order = orders.get(name);
            assertThat(order).as("order of line %s", line).isNotNull();
            boolean sells = order.getSide() == Side.SELL;
            assertThat(isCredit).as("a seller is owed, a buyer owes: %s", line).isEqualTo(sells);
            if (line.getChargeType() == ChargeType.GRID_FEE || line.getChargeType() == ChargeType.TAX) {
                assertThat(sells).as("sellers pay no charges: %s", line).isFalse();
                boolean fee = line.getChargeType() == ChargeType.GRID_FEE;
                assertThat(line.getPrice()).isEqualTo(fee ? terms.getGridFee() : terms.getEnergyTax());
                assertThat(line.getCounterpartyMrid())
                        .isEqualTo(fee ? terms.getGridParticipantMrid() : terms.getTaxParticipantMrid());
                chargedWh.merge(line.getChargeType(), line.getQuantityWh(), Long::sum);
                continue;
            }
            settledWh.merge(name, line.getQuantityWh(), Long::sum);
            if (line.getChargeType() == ChargeType.ENERGY) {
                if (sells) {
                    assertThat(line.getPrice()).as("%s of %s", line, order).isGreaterThanOrEqualTo(worst.get(name));
                } else {
                    assertThat(line.getPrice()).as("%s of %s", line, order).isLessThanOrEqualTo(worst.get(name));
                }
            } else {
                assertThat(line.getPrice()).isEqualTo(sells ? terms.getFeedInTariff() : terms.getRetailTariff());
            }
        }
        Map<Order, Long> orderedWh = new HashMap<>();
        orders.forEach((name, order) -> orderedWh.put(name, order.getQuantityWh()));
        long tradedWh = result.getStage1Wh() + result.getStage2Wh();
        assertThat(chargedWh.getOrDefault(ChargeType.GRID_FEE, 0L))
                .as("fee of %s", period)
                .isEqualTo(terms.getGridFee() > 0 ? tradedWh : 0);
        assertThat(chargedWh.getOrDefault(ChargeType.TAX, 0L))
                .as("tax of %s", period)
                .isEqualTo(terms.getEnergyTax() > 0 ? tradedWh : 0);
        assertThat(settledWh).as("settled energy of %s", period).isEqualTo(orderedWh);
        assertThat(debit).as("debits of %s", period).isEqualTo(credit);
        assertThat(result.getDebitNano()).isEqualTo(debit);
        assertThat(result.getCreditNano()).isEqualTo(credit);
        assertThat(lines).extracting(SettlementLine::getLineId).doesNotHaveDuplicates();
        assertThat(lines).extracting(SettlementLine::getSettlementId).doesNotHaveDuplicates();
        assertThat(result.getSellOrders() + result.getBuyOrders()).isEqualTo(orders.size());
    }
}
