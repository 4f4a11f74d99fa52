package io.gridclear.topology.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.order.RejectReason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The market's metrics by the names that dashboards and alerts use. */
class MarketMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MarketMetrics metrics = new MarketMetrics(registry);

    @Test
    void everyMetricIsThereFromTheStart() {
        assertThat(registry.scrape().lines().map(line -> line.replace("0.0", "0")))
                .contains(
                        "gridclear_bids_accepted_total 0",
                        "gridclear_bids_repeated_total 0",
                        "gridclear_bids_late_total 0",
                        "gridclear_trades_total 0",
                        "gridclear_periods_cleared_total 0",
                        "gridclear_periods_unclosed 0",
                        "gridclear_clearing_time_seconds_count 0");
        for (RejectReason reason : RejectReason.values()) {
            assertThat(registry.scrape()).contains("gridclear_bids_rejected_total{reason=\"" + reason + "\"} 0");
        }
    }

    @Test
    void aBidThatCameTooLateIsARejectionAndALateBid() {
        metrics.rejected(RejectReason.GATE_CLOSED);
        metrics.rejected(RejectReason.BAD_QUANTITY);
        assertThat(registry.scrape())
                .contains(
                        "gridclear_bids_rejected_total{reason=\"GATE_CLOSED\"} 1",
                        "gridclear_bids_rejected_total{reason=\"BAD_QUANTITY\"} 1",
                        "gridclear_bids_late_total 1");
    }

    @Test
    void clearingTimeIsFromTheTickToTheResultAndNeverNegative() {
        metrics.cleared(250);
        // another instance's clock may be ahead of ours
        metrics.cleared(-40);
        assertThat(registry.scrape())
                .contains(
                        "gridclear_clearing_time_seconds_count 2",
                        "gridclear_clearing_time_seconds_sum 0.25",
                        "gridclear_periods_cleared_total 2");
    }

    @Test
    void deadLettersAreCountedByTheirSource() {
        metrics.deadLetter("market.bids.v1");
        metrics.deadLetter("market.bids.v1");
        metrics.deadLetter("meter.points.v1");
        assertThat(registry.scrape())
                .contains(
                        "gridclear_dead_letters_total{topic=\"market.bids.v1\"} 2",
                        "gridclear_dead_letters_total{topic=\"meter.points.v1\"} 1");
    }

    @Test
    void handlersFindTheMetricsOfTheProcess() {
        assertThat(MarketMetrics.from(Map.of(MarketMetrics.CONFIG, metrics))).isSameAs(metrics);
        assertThat(MarketMetrics.from(Map.of())).isNotNull();
    }
}
