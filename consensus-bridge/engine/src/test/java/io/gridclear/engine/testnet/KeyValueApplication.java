package io.gridclear.engine.testnet;

import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.store.LedgerStore;
import io.gridclear.ledger.store.LedgerStore.Change;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * A small application for the engine's tests. Transactions are words: {@code set KEY VALUE}, {@code validator HEX POWER},
 * {@code boom} (throws), and anything else is refused. The hash chains over all that was accepted, and stays on an empty
 * block. Queries: {@code /get} with a key, {@code /hash} with a height, {@code /blocks}.
 */
public final class KeyValueApplication implements ReplicatedApplication {
    private static final byte[] HEIGHT = key("height");
    private static final byte[] HASH = key("hash");

    private final LedgerStore store;
    private final TreeMap<String, byte[]> changes = new TreeMap<>();

    public KeyValueApplication(LedgerStore store) {
        this.store = store;
    }

    @Override
    public Info info() {
        return new Info(number(store.get(HEIGHT)), hashNow());
    }

    @Override
    public Founded initChain(String chainId, long genesisTimeMs, byte[] genesis, List<ValidatorPower> validators) {
        byte[] hash = sha(chainId.getBytes(StandardCharsets.UTF_8), genesis);
        store.apply(List.of(new Change(HASH, hash)));
        return new Founded(hash, List.of());
    }

    @Override
    public TransactionResult checkTx(byte[] transaction) {
        List<String> words = words(transaction);
        return switch (words.get(0)) {
            case "set", "validator" ->
                words.size() == 3
                        ? new TransactionResult(0, "")
                        : new TransactionResult(2, words.get(0) + " takes two words");
            case "boom" -> new TransactionResult(0, "");
            default -> new TransactionResult(1, "no transaction begins with " + words.get(0));
        };
    }

    @Override
    public BlockResult finalizeBlock(Block block) {
        changes.clear();
        List<TransactionResult> results = new ArrayList<>();
        List<ValidatorPower> validators = new ArrayList<>();
        List<LedgerEvent> events = new ArrayList<>();
        byte[] hash = hashNow();
        for (byte[] transaction : block.transactions()) {
            TransactionResult result = checkTx(transaction);
            results.add(result);
            if (!result.isAccepted()) {
                continue;
            }
            List<String> words = words(transaction);
            if (words.get(0).equals("boom")) {
                throw new IllegalStateException("boom");
            }
            if (words.get(0).equals("validator")) {
                validators.add(new ValidatorPower(HexFormat.of().parseHex(words.get(1)), Long.parseLong(words.get(2))));
            } else {
                changes.put("k/" + words.get(1), words.get(2).getBytes(StandardCharsets.UTF_8));
                events.add(new LedgerEvent(LedgerEvent.Kind.OPENED, words.get(1), words.get(2)));
            }
            hash = sha(hash, transaction);
        }
        changes.put("hash", hash);
        changes.put("hash/" + block.height(), hash);
        changes.put("height", ByteBuffer.allocate(8).putLong(block.height()).array());
        return new BlockResult(results, validators, hash, events);
    }

    @Override
    public void commit() {
        store.apply(changes.entrySet().stream()
                .map(entry -> new Change(key(entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparing(Change::key, Arrays::compareUnsigned))
                .toList());
        changes.clear();
    }

    @Override
    public QueryAnswer query(String path, byte[] data) {
        long height = number(store.get(HEIGHT));
        byte[] value = switch (path) {
            case "/get" -> store.get(key("k/" + new String(data, StandardCharsets.UTF_8)));
            case "/hash" -> store.get(key("hash/" + ByteBuffer.wrap(data).getLong()));
            default -> null;
        };
        return value == null
                ? new QueryAnswer(1, "nothing at " + path, height, new byte[0])
                : new QueryAnswer(0, "", height, value);
    }

    /** The transaction that sets a key. */
    public static byte[] set(String key, String value) {
        return ("set " + key + " " + value).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] hashNow() {
        byte[] hash = store.get(HASH);
        return hash == null ? new byte[0] : hash;
    }

    private static List<String> words(byte[] transaction) {
        return List.of(new String(transaction, StandardCharsets.UTF_8).split(" "));
    }

    private static long number(byte[] bytes) {
        return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
