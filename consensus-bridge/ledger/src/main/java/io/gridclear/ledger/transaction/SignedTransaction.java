package io.gridclear.ledger.transaction;

/**
 * A transaction as it was sent.
 *
 * @param chainId the chain that it is for
 * @param sender Ed25519 key of the sender, 32 bytes
 * @param validUntilHeight last height at which it may be executed
 * @param idempotencyKey the sender's choice, 16 bytes: what comes again with the same key is done once
 * @param transaction what it asks for
 * @param signature 64 bytes
 * @param signedBytes what the signature covers
 * @param content kind and body: what makes two transactions ask for the same
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record SignedTransaction(
        String chainId,
        byte[] sender,
        long validUntilHeight,
        byte[] idempotencyKey,
        LedgerTransaction transaction,
        byte[] signature,
        byte[] signedBytes,
        byte[] content) {}
