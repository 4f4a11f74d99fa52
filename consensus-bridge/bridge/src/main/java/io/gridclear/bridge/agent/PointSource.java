package io.gridclear.bridge.agent;

import io.gridclear.schemas.avro.UsagePoint;

/** The topic of usage points, from its beginning. Single-threaded. */
public interface PointSource extends AutoCloseable {

    /** Sees registrations, in the order of each usage point. */
    interface Sink {

        /**
         * A registration.
         *
         * @param timestampMs when it was written, epoch ms
         */
        void registered(UsagePoint point, long timestampMs);
    }

    /** Reads on to where the topic ends now: whoever has seen a batch then knows every key that its orders had. */
    void readToEnd(Sink sink);

    @Override
    void close();
}
