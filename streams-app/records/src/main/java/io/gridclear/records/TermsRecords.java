package io.gridclear.records;

import io.gridclear.market.rules.ChargeSchedule;
import io.gridclear.market.rules.Charges;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.schemas.avro.ChargesVersion;
import io.gridclear.schemas.avro.PeriodTerms;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** Terms of a period, as kernel value and as record. */
public final class TermsRecords {

    private TermsRecords() {}

    /**
     * The kernel's terms.
     *
     * @throws IllegalArgumentException if the terms do not fit each other; the message says which and why
     */
    public static MarketTerms toTerms(PeriodTerms terms) {
        return new MarketTerms(
                terms.getPeriodMs(),
                terms.getGateClosureMs(),
                terms.getRequoteWindowMs(),
                terms.getTick(),
                terms.getFeedInTariff(),
                terms.getRetailTariff(),
                toRule(terms.getReferencePriceRule()),
                terms.getMaxOrderWh(),
                terms.getGridParticipantMrid(),
                terms.getCurrency(),
                terms.getTimeZone(),
                terms.getGridFee(),
                terms.getImbalanceSpread(),
                terms.getEnergyTax(),
                terms.getTaxParticipantMrid(),
                terms.getMeteringGraceMs(),
                terms.getCorrectionHorizonMs(),
                digest(terms.getFeeder()));
    }

    /** The record. */
    public static PeriodTerms toRecord(MarketTerms terms) {
        return new PeriodTerms(
                terms.periodMs(),
                terms.gateClosureMs(),
                terms.requoteWindowMs(),
                terms.tick(),
                terms.feedInTariff(),
                terms.retailTariff(),
                toRecord(terms.referencePriceRule()),
                terms.maxOrderWh(),
                terms.gridParticipant(),
                terms.currency(),
                terms.timeZone(),
                terms.gridFee(),
                terms.imbalanceSpread(),
                terms.energyTax(),
                terms.taxParticipant(),
                terms.meteringGraceMs(),
                terms.correctionHorizonMs(),
                ByteBuffer.wrap(terms.feederBytes()));
    }

    /** Digest of a feeder as the kernel writes it: hexadecimal, empty for none. */
    public static String digest(ByteBuffer bytes) {
        byte[] digest = new byte[bytes.remaining()];
        bytes.duplicate().get(digest);
        return HexFormat.of().formatHex(digest);
    }

    /**
     * An area's charges by date.
     *
     * @throws IllegalArgumentException if they are not sorted, or a date comes twice; the message says which
     */
    public static ChargeSchedule toSchedule(List<ChargesVersion> versions) {
        return new ChargeSchedule(versions.stream()
                .map(version -> new ChargeSchedule.Version(
                        version.getValidFrom().toEpochMilli(),
                        new Charges(version.getGridFee(), version.getImbalanceSpread(), version.getEnergyTax())))
                .toList());
    }

    /** The record's symbol for a rule. */
    public static io.gridclear.schemas.avro.ReferencePriceRule toRecord(ReferencePriceRule rule) {
        return switch (rule) {
            case MEAN -> io.gridclear.schemas.avro.ReferencePriceRule.MEAN;
            case VOLUME_WEIGHTED -> io.gridclear.schemas.avro.ReferencePriceRule.VOLUME_WEIGHTED;
            case ANCHORED -> io.gridclear.schemas.avro.ReferencePriceRule.ANCHORED;
        };
    }

    private static ReferencePriceRule toRule(io.gridclear.schemas.avro.ReferencePriceRule rule) {
        return switch (rule) {
            case MEAN -> ReferencePriceRule.MEAN;
            case VOLUME_WEIGHTED -> ReferencePriceRule.VOLUME_WEIGHTED;
            case ANCHORED -> ReferencePriceRule.ANCHORED;
            case UNSPECIFIED ->
                throw new IllegalArgumentException("referencePriceRule is not one that this version knows");
        };
    }
}
