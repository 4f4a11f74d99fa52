package io.gridclear.tests.support;

import io.gridclear.bridge.app.BridgeMain;

/** The bridge as it is deployed, on the chain of the process that started it. */
final class BridgeChild {

    private BridgeChild() {}

    /** @param args none: settings come from the environment */
    public static void main(String[] args) throws InterruptedException {
        System.exit(BridgeMain.run(System::getenv, ChainServer::connect));
    }
}
