package io.gridclear.market.metering;

/** Adds up the parts of one period. */
final class EnergySum {

    private final TradingPeriod period;
    private long importWh;
    private long exportWh;
    private long coveredMs;
    private ReadingQuality quality = ReadingQuality.VALID;
    private boolean registersUsed;

    EnergySum(TradingPeriod period) {
        this.period = period;
    }

    void add(long partImportWh, long partExportWh, long partMs, ReadingQuality partQuality, boolean ofRegisters) {
        importWh = Math.addExact(importWh, partImportWh);
        exportWh = Math.addExact(exportWh, partExportWh);
        coveredMs += partMs;
        quality = quality.worst(partQuality);
        registersUsed |= ofRegisters;
    }

    PeriodEnergy toEnergy() {
        return coveredMs == 0
                ? PeriodEnergy.nothing(period)
                : new PeriodEnergy(period, importWh, exportWh, coveredMs, quality, registersUsed);
    }
}
