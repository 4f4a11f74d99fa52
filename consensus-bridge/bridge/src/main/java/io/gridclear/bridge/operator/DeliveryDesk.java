package io.gridclear.bridge.operator;

import io.gridclear.bridge.ledger.Ledger;
import io.gridclear.bridge.ledger.Submission;
import io.gridclear.bridge.metrics.BridgeMetrics;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what candidates delivered by a METERED run that is FINAL, before the run's receipts are written: a bridge that is killed
 * between finds the run without receipts, and reports the same again. Single-threaded.
 */
final class DeliveryDesk {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryDesk.class);

    /** Of a delivery besides its usage point: length of the id, two energies. */
    private static final int FIXED_BYTES = 20;

    private final Ledger ledger;
    private final BridgeMetrics metrics;

    DeliveryDesk(Ledger ledger, BridgeMetrics metrics) {
        this.ledger = ledger;
        this.metrics = metrics;
    }

    /** Usage points of all nodes, in the order of the nodes; none for a run whose deliveries nobody reports. */
    List<String> candidates(ItemKey item) throws ChainUnavailableException {
        if (item.run() != ItemKey.METERED) {
            return List.of();
        }
        List<String> points = ledger.nodes().stream()
                .map(NodeView::usagePoints)
                .flatMap(List::stream)
                .toList();
        long bytes = points.stream()
                .mapToLong(point -> 4L * point.length() + FIXED_BYTES)
                .sum();
        if (points.size() > TransactionCodec.MOST_DELIVERIES || bytes > TransactionCodec.MOST_BYTES / 2) {
            LOG.warn("{} usage points of nodes are more than one report holds: scores stay as they are", points.size());
            return List.of();
        }
        return points;
    }

    /** Whether there is nothing to report any more; reports otherwise. Where no candidate has traded, no score would change. */
    boolean isReported(ItemUnderWay item, long nowMs) throws ChainUnavailableException {
        boolean isNothingTraded = item.deliveries().stream().allMatch(each -> each.contractedWh() == 0);
        if (isNothingTraded || item.outcome().status() != Outcome.Status.FINAL) {
            return true;
        }
        if (ledger.item(item.item().delivery()).isPresent()) {
            item.reported();
            item.pauses().succeeded();
            return true;
        }
        ReportDelivery report = new ReportDelivery(item.item(), item.deliveries());
        byte[] purpose =
                new CanonicalWriter().start("report").raw(report.hash()).toBytes();
        Submission submission = ledger.submit(report, purpose);
        item.pauses().failed(nowMs);
        if (submission instanceof Submission.Refused refused) {
            metrics.chain().refused(refused.code());
            LOG.info("the ledger refuses deliveries of {}: {} ({})", item.item(), refused.code(), refused.detail());
            if (refused.code().equals(RefusalCode.INCOMPLETE_REPORT.name())) {
                item.again();
            }
        }
        return false;
    }
}
