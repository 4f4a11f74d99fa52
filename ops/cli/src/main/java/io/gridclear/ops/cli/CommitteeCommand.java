package io.gridclear.ops.cli;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ops.committee.CommitteeSight;
import io.gridclear.ops.committee.CommitteeText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gridclear committee}. */
@Command(
        name = "committee",
        header = "Shows who is elected in the ledger: order and turn, scores, bans, next election.",
        description = {
            "Asks a node, and believes it: ask your own. Agents stand in the order of their turns; who produces now is "
                    + "marked. A ban ends with the election that is named. Scores are shares of the best possible one; "
                    + "missed counts the items of the latest window that a node did not attest to in time."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear committee --node http://127.0.0.1:26657")
final class CommitteeCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Mixin
    private final ChainAccess access = new ChainAccess();

    CommitteeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Chain chain = access.open()) {
            CommitteeText.of(CommitteeSight.of(chain)).forEach(terminal::print);
            return ExitCode.OK;
        } catch (ChainUnavailableException e) {
            throw ChainAccess.unavailable(e);
        }
    }
}
