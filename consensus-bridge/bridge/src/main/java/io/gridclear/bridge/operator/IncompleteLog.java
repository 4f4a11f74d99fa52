package io.gridclear.bridge.operator;

/**
 * A published run is read, but what it follows from ends before it does. The two stand on partitions whose leaders need not be
 * the same broker: the markers of the transaction that wrote both become visible one by one, and a result may be ahead of its
 * log. A fault only where the rest does not come.
 */
public final class IncompleteLog extends AreaFault {

    private static final long serialVersionUID = 1L;

    public IncompleteLog(String message) {
        super(message);
    }
}
