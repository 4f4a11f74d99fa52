package io.gridclear.verify;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.ledger.item.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The steps of a verification in words. */
final class ProvedSteps {

    /** Flag of a signature for the block (CometBFT specification, "Data Structures", BlockIDFlag). */
    private static final int FOR_BLOCK = 2;

    private static final int SHORT_HASH = 8;

    private ProvedSteps() {}

    /** All of them. */
    static List<String> all(SettledLine line, LineReceipt receipt, TrustedState trusted) {
        List<String> proved = before(VerificationStep.HEADER, line, receipt);
        LightBlock block = receipt.proof().header().last();
        long signed = 0;
        long power = 0;
        for (int i = 0; i < block.validators().size(); i++) {
            long own = block.validators().get(i).power();
            power += own;
            signed += block.commit().signatures().get(i).flag() == FOR_BLOCK ? own : 0;
        }
        proved.add("header " + block.header().height() + " of " + block.header().chainId()
                + " bears that hash; validators with " + signed + " of " + power + " power have signed it, at "
                + Instant.ofEpochSecond(
                        block.header().timeSeconds(), block.header().timeNanos()));
        int between = receipt.proof().header().blocks().size() - 1;
        proved.add("it follows from the trusted header " + trusted.height() + ", " + brief(trusted.headerHash())
                + (between == 0 ? "" : ", by " + between + " headers between"));
        return proved;
    }

    /** Those that come before a step. */
    static List<String> before(VerificationStep step, SettledLine line, LineReceipt receipt) {
        Outcome outcome = receipt.proof().outcome().outcome();
        List<String> proved = new ArrayList<>();
        if (step.compareTo(VerificationStep.LINE) > 0) {
            proved.add("every field of line " + line.record().getLineId().substring(0, SHORT_HASH) + " is in its leaf "
                    + brief(line.leafHash()) + ", or follows from it and the area's terms");
        }
        if (step.compareTo(VerificationStep.SETTLEMENT_ROOT) > 0) {
            proved.add("the leaf is number " + receipt.place().path().index() + " of " + outcome.lines()
                    + " under the settlement root " + brief(outcome.settlementRoot()));
        }
        if (step.compareTo(VerificationStep.OUTCOME) > 0) {
            proved.add("the outcome with that root is " + outcome.status() + ": " + outcome.attestations() + " of "
                    + outcome.agents() + " agents attested to h " + brief(outcome.verifiedHash()) + " by height "
                    + outcome.height());
        }
        if (step.compareTo(VerificationStep.APPLICATION_HASH) > 0) {
            proved.add(
                    "the outcome is number " + receipt.proof().outcome().path().index() + " of "
                            + receipt.proof().outcome().path().leaves() + " under the application hash "
                            + brief(receipt.proof().header().last().header().appHash()));
        }
        return proved;
    }

    private static String brief(byte[] hash) {
        return HexFormat.of().formatHex(hash).substring(0, SHORT_HASH);
    }
}
