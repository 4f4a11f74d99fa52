package io.gridclear.ops.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.meter.emulator.FleetStatistics;
import io.gridclear.meter.forecast.ForecastMethod;
import io.gridclear.meter.forecast.ForecastReport;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.RejectReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetProgressTest {

    private final List<String> lines = new ArrayList<>();
    private final FleetProgress progress = new FleetProgress(lines::add, 8);

    @Test
    void countsPeriodsAsAPersonDoes() {
        progress.onBidsSent(0, 190);
        progress.onRequotesSent(0, 12);
        progress.onReadingsSent(7, 200);

        assertThat(lines)
                .containsExactly(
                        "period 1 of 8: 190 bids sent",
                        "period 1 of 8: 12 prices revised",
                        "period 8 of 8: 200 readings sent");
    }

    @Test
    void tellsTheFirstRefusalOfEachReason() {
        progress.onRejected(rejection(RejectReasonCode.GATE_CLOSED, "late by 3 ms"));
        progress.onRejected(rejection(RejectReasonCode.GATE_CLOSED, "late by 9 ms"));
        progress.onRejected(rejection(RejectReasonCode.OFF_TICK, "price 7"));

        assertThat(lines)
                .containsExactly(
                        "first bid refused as GATE_CLOSED: late by 3 ms", "first bid refused as OFF_TICK: price 7");
    }

    @Test
    void endsWithTotalsAndRefusalsByReason() {
        FleetStatistics totals = new FleetStatistics(
                100,
                20,
                97,
                3,
                1,
                Map.of(RejectReasonCode.GATE_CLOSED, 4L),
                50,
                49,
                1,
                16,
                ForecastReport.none(ForecastMethod.HOLT_WINTERS, 3));

        assertThat(FleetProgress.totals(totals))
                .containsExactly(
                        "bids sent                    100",
                        "  of them revised prices     20",
                        "  acknowledged               97",
                        "  failed                     3",
                        "  sent too late              1",
                        "  refused by the market      4",
                        "    GATE_CLOSED              4",
                        "readings sent                50",
                        "  acknowledged               49",
                        "  failed                     1",
                        "reference prices heard       16",
                        "forecast error               0.0 % of load, 0.0 % of PV, 0.0 % net");
    }

    private static BidRejected rejection(RejectReasonCode reason, String detail) {
        return BidRejected.newBuilder().setReasonCode(reason).setDetail(detail).build();
    }
}
