package io.gridclear.ledger.simulation;

import io.gridclear.ledger.LedgerApplication;
import io.gridclear.ledger.TestChain;
import io.gridclear.ledger.TestKey;
import io.gridclear.ledger.application.ReplicatedApplication.Block;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.store.MemoryStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A replica with its own store; may be stopped and started. */
final class Replica {

    private final LedgerGenesis genesis;
    private final MemoryStore store = new MemoryStore();
    private LedgerApplication application;
    private List<ValidatorPower> founded;

    Replica(LedgerGenesis genesis) {
        this.genesis = genesis;
        this.application = new LedgerApplication(store, TestKey.VERIFIER);
        this.founded = found();
    }

    private List<ValidatorPower> found() {
        return application
                .initChain(TestChain.CHAIN_ID, 0, genesis.toBytes(), List.of())
                .validators();
    }

    LedgerApplication application() {
        return application;
    }

    MemoryStore store() {
        return store;
    }

    List<ValidatorPower> founded() {
        return founded;
    }

    /** A new process over the same store; an engine founds the chain again if there is no block yet. */
    void restart() {
        application = new LedgerApplication(store, TestKey.VERIFIER);
        if (application.info().height() == 0) {
            founded = found();
        }
    }

    BlockResult finalizeBlock(Block block) {
        return application.finalizeBlock(block);
    }

    void commit() {
        application.commit();
    }

    /** Everything of a result but words. */
    static String text(BlockResult result) {
        List<String> validators = new ArrayList<>();
        result.validatorUpdates()
                .forEach(each -> validators.add(HexFormat.of().formatHex(each.publicKey()) + each.power()));
        return HexFormat.of().formatHex(result.applicationHash())
                + result.results().stream().map(each -> each.code()).toList()
                + validators
                + result.events();
    }
}
