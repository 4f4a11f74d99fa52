package io.gridclear.engine.process;

import io.gridclear.engine.testnet.TestNetwork;
import java.io.IOException;
import java.util.List;

/** What can befall nodes, for a while. */
enum NodeFault {
    /** Engine and application are stopped: they keep their connections and do nothing. */
    PAUSED {
        @Override
        void begin(TestNetwork network, List<Integer> nodes) {
            nodes.forEach(node -> network.node(node).pause());
        }

        @Override
        void end(TestNetwork network, List<Integer> nodes) {
            nodes.forEach(node -> network.node(node).resume());
        }
    },
    /** They come back with their keys and what they have signed, and must fetch everything from the others. */
    RESTARTED_EMPTY {
        @Override
        void begin(TestNetwork network, List<Integer> nodes) throws IOException {
            KILLED.begin(network, nodes);
            for (int node : nodes) {
                network.forget(node);
            }
        }

        @Override
        void end(TestNetwork network, List<Integer> nodes) {
            KILLED.end(network, nodes);
        }
    },
    /** They go on, and reach each other at most. */
    CUT_OFF {
        @Override
        void begin(TestNetwork network, List<Integer> nodes) {
            network.lines().cutOff(nodes.toArray(Integer[]::new));
        }

        @Override
        void end(TestNetwork network, List<Integer> nodes) {
            network.lines().heal();
        }
    },
    /** SIGKILL to engine and application; they come back to what is on their disks. */
    KILLED {
        @Override
        void begin(TestNetwork network, List<Integer> nodes) throws IOException {
            nodes.forEach(node -> network.node(node).kill());
        }

        @Override
        void end(TestNetwork network, List<Integer> nodes) {
            nodes.forEach(network::start);
        }
    };

    abstract void begin(TestNetwork network, List<Integer> nodes) throws IOException;

    abstract void end(TestNetwork network, List<Integer> nodes);
}
