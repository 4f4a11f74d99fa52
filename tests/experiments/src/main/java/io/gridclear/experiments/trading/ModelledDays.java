package io.gridclear.experiments.trading;

import io.gridclear.meter.profile.ModelledProfiles;
import io.gridclear.meter.profile.PointKind;
import io.gridclear.meter.profile.PointSeat;
import io.gridclear.meter.profile.ProfileCalendar;
import io.gridclear.meter.seed.SeededDraws;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Days by the formulas of the fleet emulator, where no recorded series are: any day of a year, households and plants under one
 * sky. Plants are sized so that over the year four median ones make what three median households use.
 */
record ModelledDays(long seed) implements DaySource {

    /** Three households of 3,500 kWh a year over four plants of 5.5 kW at 1,000 kWh a kW. */
    private static final double PLANT_SCALE = 3 * 3_500.0 / (4 * 5_500.0);

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

    private static final int DAYS = 365;

    private static final double WH_PER_KWH = 1_000;

    @Override
    public String description() {
        return "modelled: households and plants by formula, " + DAYS
                + " days; recorded series were not found, so this is not the paper's data";
    }

    @Override
    public TradingDay day(int draw) {
        SeededDraws draws = SeededDraws.of(seed, "trading-day", draw);
        LocalDate date = FIRST_DAY.plusDays(draws.nextBelow(DAYS));
        ModelledProfiles profiles =
                new ModelledProfiles(draws.nextLong(), new ProfileCalendar(date, 60), 0, TradingDay.HOURS, 1);
        long[][] wh = new long[TradingDay.BUYERS + TradingDay.SELLERS][];
        for (int p = 0; p < wh.length; p++) {
            boolean buyer = p < TradingDay.BUYERS;
            PointSeat seat = buyer
                    ? new PointSeat(p, 0, PointKind.CONSUMER, p, 0)
                    : new PointSeat(p, 0, PointKind.PRODUCER, 0, p - TradingDay.BUYERS);
            double[] kwh = buyer
                    ? profiles.energyOf(seat).loadKwh()
                    : profiles.energyOf(seat).pvKwh();
            double scale = WH_PER_KWH * (buyer ? 1 : PLANT_SCALE);
            wh[p] = Arrays.stream(kwh, profiles.historySteps(), kwh.length)
                    .mapToLong(value -> Math.round(value * scale))
                    .toArray();
        }
        return new TradingDay(date.toString(), wh);
    }
}
