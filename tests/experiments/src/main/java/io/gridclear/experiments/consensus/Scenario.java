package io.gridclear.experiments.consensus;

/**
 * Rules under assumptions.
 *
 * @param family which question it belongs to
 * @param name its name in figures: lower case, digits and dashes
 * @param words what differs from the base, in words
 * @param rules the rules
 * @param assumptions the assumptions
 */
record Scenario(String family, String name, String words, Rules rules, Assumptions assumptions) {

    Scenario {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("no name of a figure: " + name);
        }
    }
}
