package io.gridclear.market.settlement;

/**
 * Names an order within its area and period, and whose it is.
 *
 * @param orderId the order's id, unique for its participant and usage point
 * @param usagePoint usage point
 * @param participant owner of the usage point
 */
public record OrderRef(String orderId, String usagePoint, String participant) {

    /**
     * participant/usagePoint/orderId: names the order within its area and period; a usage point that has changed hands may
     * have orders of two participants. A % or / inside the three is written %25 or %2F, or usage point a/b with order c
     * would share its name with usage point a and order b/c.
     */
    public String path() {
        return escaped(participant) + "/" + escaped(usagePoint) + "/" + escaped(orderId);
    }

    /** A part of a reference: without / and with every % as part of %25 or %2F, so that parts cannot run together. */
    public static String escaped(String part) {
        return part.indexOf('/') < 0 && part.indexOf('%') < 0
                ? part
                : part.replace("%", "%25").replace("/", "%2F");
    }
}
