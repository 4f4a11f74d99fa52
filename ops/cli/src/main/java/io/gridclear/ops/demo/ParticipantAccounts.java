package io.gridclear.ops.demo;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.SettlementLine;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What sellers earned beside the feed-in tariff and buyers paid beside the retail tariff, by participant. Percentages are
 * for people and may be fractions; amounts are exact. Single-threaded.
 */
final class ParticipantAccounts {

    private static final class Account {
        private long incomeNano;
        private long soldAtFeedInNano;
        private long costNano;
        private long boughtAtRetailNano;

        private double upliftPct() {
            return 100.0 * (incomeNano - soldAtFeedInNano) / soldAtFeedInNano;
        }

        private double savingPct() {
            return 100.0 * (boughtAtRetailNano - costNano) / boughtAtRetailNano;
        }
    }

    /**
     * Income or cost beside the tariff.
     *
     * @param participants participants on this side
     * @param amountNano what they earned or paid, nano-currency
     * @param atTariffNano what the grid alone would have paid or taken, nano-currency
     * @param totalPct by how much they were better off, in total, per cent
     * @param meanPct the same as mean per participant, per cent
     */
    record Comparison(long participants, long amountNano, long atTariffNano, double totalPct, double meanPct) {}

    private final Map<String, Account> accounts = new HashMap<>();
    private long debitNano;
    private long creditNano;

    void add(SettlementLine line, MarketTerms terms) {
        boolean credit = line.getDirection() == Direction.CREDIT;
        if (credit) {
            creditNano = Math.addExact(creditNano, line.getAmountNano());
        } else {
            debitNano = Math.addExact(debitNano, line.getAmountNano());
        }
        if (terms.isReserved(line.getMarketParticipantMrid())) {
            return;
        }
        // fee and tax are part of the cost, but not energy once more
        boolean energy = line.getChargeType() == ChargeType.ENERGY || line.getChargeType() == ChargeType.GRID_ENERGY;
        long energyWh = energy ? line.getQuantityWh() : 0;
        Account account = accounts.computeIfAbsent(line.getMarketParticipantMrid(), name -> new Account());
        if (credit) {
            account.incomeNano += line.getAmountNano();
            account.soldAtFeedInNano += Math.multiplyExact(energyWh, terms.feedInTariff());
        } else {
            account.costNano += line.getAmountNano();
            account.boughtAtRetailNano += Math.multiplyExact(energyWh, terms.retailTariff());
        }
    }

    long debitNano() {
        return debitNano;
    }

    long creditNano() {
        return creditNano;
    }

    Comparison sellers() {
        Collection<Account> sellers = accounts.values().stream()
                .filter(one -> one.soldAtFeedInNano > 0)
                .toList();
        long income = sellers.stream().mapToLong(one -> one.incomeNano).sum();
        long atTariff = sellers.stream().mapToLong(one -> one.soldAtFeedInNano).sum();
        return new Comparison(
                sellers.size(),
                income,
                atTariff,
                percent(income - atTariff, atTariff),
                mean(sellers, Account::upliftPct));
    }

    Comparison buyers() {
        Collection<Account> buyers = accounts.values().stream()
                .filter(one -> one.boughtAtRetailNano > 0)
                .toList();
        long cost = buyers.stream().mapToLong(one -> one.costNano).sum();
        long atTariff = buyers.stream().mapToLong(one -> one.boughtAtRetailNano).sum();
        return new Comparison(
                buyers.size(), cost, atTariff, percent(atTariff - cost, atTariff), mean(buyers, Account::savingPct));
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    private static double mean(Collection<Account> accounts, ToDoubleFunction<Account> value) {
        return accounts.stream().mapToDouble(value).average().orElse(0);
    }
}
