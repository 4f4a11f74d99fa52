package io.gridclear.bridge.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.light.TrustedStateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The header that a bridge's receipts lead from, in the file that those who verify them have. */
final class TrustedHeaderFile {

    /** Terms of areas, which stand beside the header in a verifier's file and are nothing to a bridge. */
    private static final String AREAS = "areas";

    private TrustedHeaderFile() {}

    /**
     * Reads a file.
     *
     * @param name its name; empty for none
     * @return the header; null for none
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no trusted header, or one of another chain
     */
    static @Nullable TrustedState read(String name, String chainId) throws IOException {
        if (name.isEmpty()) {
            return null;
        }
        String text = Files.readString(Path.of(name), StandardCharsets.UTF_8);
        TrustedState state;
        try {
            if (!(new ObjectMapper().readTree(text) instanceof ObjectNode json)) {
                throw new IllegalArgumentException(name + " is no JSON object");
            }
            json.remove(AREAS);
            state = TrustedStateFile.fromJson(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!state.chainId().equals(chainId)) {
            throw new IllegalArgumentException(
                    name + " is a header of chain " + state.chainId() + ", this is " + chainId);
        }
        return state;
    }
}
