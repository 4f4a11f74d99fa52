package io.gridclear.meter.client;

import java.util.Optional;

/**
 * Who speaks: a usage point, the participant that owns it, and its key.
 *
 * @param usagePointMrid the usage point's id, as it stands in the points topic
 * @param marketParticipantMrid the owner's id; refusals are addressed to it
 * @param signer signs for the usage point; empty in an area that takes unsigned bids
 */
public record MeterIdentity(String usagePointMrid, String marketParticipantMrid, Optional<MeterSigner> signer) {
    /** A meter that signs. */
    public static MeterIdentity signing(String usagePointMrid, String marketParticipantMrid, MeterSigner signer) {
        return new MeterIdentity(usagePointMrid, marketParticipantMrid, Optional.of(signer));
    }

    /** A meter that does not sign. */
    public static MeterIdentity unsigned(String usagePointMrid, String marketParticipantMrid) {
        return new MeterIdentity(usagePointMrid, marketParticipantMrid, Optional.empty());
    }
}
