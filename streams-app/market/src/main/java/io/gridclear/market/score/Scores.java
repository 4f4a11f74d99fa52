package io.gridclear.market.score;

/**
 * The equations of a node's score (paper, section 3.3.1; market rules, "Scores"), in parts per million. Every division
 * floors; every energy that a {@code long} holds is taken.
 */
public final class Scores {

    /** One, in parts per million. */
    public static final long ONE_PPM = 1_000_000;

    private Scores() {}

    /**
     * Equation 2: max(0, 1 - |Epre - Ereal| / Epre). Nothing contracted: 1 if nothing was delivered, else 0. As the division
     * floors, a deviation of less than a millionth is none.
     *
     * @param contractedWh Epre, energy of the node's trades, Wh, &gt;= 0
     * @param deliveredWh Ereal, metered energy, Wh, &gt;= 0
     * @throws IllegalArgumentException if an energy is negative
     */
    public static long reputationPpm(long contractedWh, long deliveredWh) {
        require(contractedWh >= 0, "contractedWh must be >= 0, is ", contractedWh);
        require(deliveredWh >= 0, "deliveredWh must be >= 0, is ", deliveredWh);
        if (contractedWh == 0) {
            return deliveredWh == 0 ? ONE_PPM : 0;
        }
        long deviationWh = Math.abs(contractedWh - deliveredWh);
        return deviationWh >= contractedWh ? 0 : ONE_PPM - sharePpm(deviationWh, contractedWh);
    }

    /**
     * Equation 3: (E - Emin) / (Emax - Emin). Emax = Emin: 0.
     *
     * @param energyWh E, what the node produced or consumed, Wh
     * @param minWh Emin, the least of all nodes of the period, Wh, 0 &lt;= minWh &lt;= energyWh
     * @param maxWh Emax, the most of all nodes of the period, Wh, &gt;= energyWh
     * @throws IllegalArgumentException if the three are not in that order
     */
    public static long amountPpm(long energyWh, long minWh, long maxWh) {
        if (minWh < 0 || energyWh < minWh || energyWh > maxWh) {
            throw new IllegalArgumentException(
                    "energy " + energyWh + " Wh is not within " + minWh + ".." + maxWh + " Wh, from 0 on");
        }
        return maxWh == minWh ? 0 : sharePpm(energyWh - minWh, maxWh - minWh);
    }

    /**
     * Share of correct votes among those that were due (profile {@code hardened}). Without a vote due a node keeps the term
     * that it had, as it keeps its score without a trade.
     *
     * @param correct votes for the hash that was verified, 0 &lt;= correct &lt;= due
     * @param due votes that the node owed as an agent, withheld ones included
     * @param beforePpm the term before
     * @throws IllegalArgumentException if the counts or the term before cannot be
     */
    public static long correctVotesPpm(long correct, long due, long beforePpm) {
        if (correct < 0 || correct > due) {
            throw new IllegalArgumentException(correct + " correct votes of " + due);
        }
        requirePpm("beforePpm", beforePpm);
        return due == 0 ? beforePpm : sharePpm(correct, due);
    }

    /**
     * Exponentially weighted mean (profile {@code hardened}): weight x now + (1 - weight) x before, floored. Flooring makes
     * it stop short of 1 from below: at 999,997 with the weight 0.3.
     *
     * @param beforePpm the mean before
     * @param nowPpm the new value
     * @param weightPpm weight of the new value
     * @throws IllegalArgumentException if one of them is not within 0..1,000,000
     */
    public static long smoothedPpm(long beforePpm, long nowPpm, long weightPpm) {
        requirePpm("beforePpm", beforePpm);
        requirePpm("nowPpm", nowPpm);
        requirePpm("weightPpm", weightPpm);
        return (weightPpm * nowPpm + (ONE_PPM - weightPpm) * beforePpm) / ONE_PPM;
    }

    /** floor(part x 10^6 / whole), exact; 0 &lt;= part &lt;= whole, whole &gt; 0. */
    static long sharePpm(long part, long whole) {
        if (part <= Long.MAX_VALUE / ONE_PPM) {
            return part * ONE_PPM / whole;
        }
        // part x 10^6 does not fit: long division, one binary digit of 10^6 after the other; the rest stays below the
        // whole, so that twice the rest is below 2^64, and unsigned
        long quotient = 0;
        long rest = 0;
        for (long digit = Long.highestOneBit(ONE_PPM); digit != 0; digit >>= 1) {
            quotient <<= 1;
            rest <<= 1;
            if (Long.compareUnsigned(rest, whole) >= 0) {
                rest -= whole;
                quotient++;
            }
            if ((ONE_PPM & digit) != 0) {
                rest += part;
                if (Long.compareUnsigned(rest, whole) >= 0) {
                    rest -= whole;
                    quotient++;
                }
            }
        }
        return quotient;
    }

    static void requirePpm(String name, long value) {
        require(value >= 0 && value <= ONE_PPM, name + " must be within 0.." + ONE_PPM + ", is ", value);
    }

    private static void require(boolean holds, String what, long value) {
        if (!holds) {
            throw new IllegalArgumentException(what + value);
        }
    }
}
