package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptVerdict;
import io.gridclear.engine.proof.ReceiptVerifier;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Verifies published settlement lines by receipts and one trusted header, as billing would, without a network. */
final class ReceiptAudit {

    private ReceiptAudit() {}

    /** Every line is proved by the receipts of its item. */
    static void requireProved(List<SettlementLine> lines, List<Receipt> receipts, TrustedState trusted) {
        List<Receipt> blocks = receipts.stream()
                .sorted(Comparator.comparingLong(Receipt::getFirstLineIndex))
                .toList();
        assertThat(blocks).extracting(Receipt::getStatus).containsOnly(LedgerStatus.FINAL);
        MerkleTree tree = new MerkleTree(new Sha256());
        blocks.forEach(block ->
                BatchRecords.split(BatchRecords.bytes(block.getLeafHashes())).forEach(tree::add));
        assertThat(tree.leaves()).isEqualTo(lines.size());
        ReceiptProof proof = ReceiptProof.of(BatchRecords.bytes(blocks.get(0).getProof()));
        ReceiptVerifier verifier = new ReceiptVerifier(StrictSignatures.best());
        for (SettlementLine line : lines) {
            LineProof place = new LineProof(tree.path(line.getLineIndex()));
            byte[] bytes = canonical(line, line.getQuantityWh());
            assertThat(verifier.verify(bytes, place, proof, trusted))
                    .as("line %s", line)
                    .isInstanceOf(ReceiptVerdict.Valid.class);
            byte[] altered = canonical(line, line.getQuantityWh() + 1);
            assertThat(verifier.verify(altered, place, proof, trusted)).isInstanceOf(ReceiptVerdict.Invalid.class);
        }
    }

    private static byte[] canonical(SettlementLine line, long quantityWh) {
        return io.gridclear.market.settlement.SettlementLine.initial(
                        new SettlementPeriod(
                                line.getAreaMrid(),
                                line.getPeriodStart().toEpochMilli(),
                                line.getPeriodEnd().toEpochMilli()
                                        - line.getPeriodStart().toEpochMilli(),
                                line.getCurrency(),
                                "UTC"),
                        line.getLineIndex(),
                        line.getMarketParticipantMrid(),
                        line.getCounterpartyMrid(),
                        new OrderRef(line.getOrderId(), line.getUsagePointMrid(), line.getMarketParticipantMrid()),
                        ChargeType.valueOf(line.getChargeType().name()),
                        Direction.valueOf(line.getDirection().name()),
                        quantityWh,
                        line.getPrice(),
                        line.getReference())
                .write(new CanonicalWriter(), HexFormat.of().parseHex(line.getLineId()))
                .toBytes();
    }
}
