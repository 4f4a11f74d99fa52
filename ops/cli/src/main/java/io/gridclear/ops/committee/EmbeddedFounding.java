package io.gridclear.ops.committee;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.key.ValidatorKeyFile;
import io.gridclear.ledger.genesis.LedgerGenesis;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Founds a ledger on the embedded log: a plan with all its keys, which one process holds.
 *
 * @param plan who takes part
 * @param validatorKeys keys of the members' engines, in the plan's order
 */
public record EmbeddedFounding(CommitteePlan plan, List<ValidatorKey> validatorKeys) {

    private static final String FOUNDED_MS = "founded.ms";
    private static final String SEATS = "seats";
    private static final String NODES = "nodes";

    public EmbeddedFounding {
        validatorKeys = List.copyOf(validatorKeys);
    }

    /**
     * A founding with new keys.
     *
     * @param seats agents of a committee
     * @param usagePoints of every node, in their order; more nodes than seats are candidates
     */
    public static EmbeddedFounding generate(String chainId, long foundedMs, int seats, List<List<String>> usagePoints) {
        SecureRandom random = new SecureRandom();
        List<ValidatorKey> agents = new ArrayList<>();
        List<ValidatorKey> validators = new ArrayList<>();
        for (int i = 0; i < usagePoints.size(); i++) {
            agents.add(ValidatorKey.generate(random));
            validators.add(ValidatorKey.generate(random));
        }
        return of(chainId, foundedMs, seats, ValidatorKey.generate(random), agents, validators, usagePoints);
    }

    /**
     * The founding that a directory keeps, made at the first time.
     *
     * @param nodes number of nodes; more than seats are candidates
     * @throws IOException if it cannot be read or written, or was made with other numbers
     */
    public static EmbeddedFounding in(Path directory, String chainId, int seats, int nodes) throws IOException {
        Path file = directory.resolve("founding.properties");
        if (!Files.exists(file)) {
            make(directory, file, seats, nodes);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        String kept = properties.getProperty(SEATS) + " seats for " + properties.getProperty(NODES) + " nodes";
        String asked = seats + " seats for " + nodes + " nodes";
        if (!kept.equals(asked)) {
            throw new IOException("the ledger in " + directory + " was founded with " + kept + ", not with " + asked);
        }
        List<ValidatorKey> agents = new ArrayList<>();
        List<ValidatorKey> validators = new ArrayList<>();
        List<List<String>> noUsagePoints = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            agents.add(ValidatorKeyFile.read(agentKey(directory, i)));
            validators.add(ValidatorKeyFile.read(validatorKey(directory, i)));
            noUsagePoints.add(List.of());
        }
        try {
            return of(
                    chainId,
                    Long.parseLong(properties.getProperty(FOUNDED_MS)),
                    seats,
                    ValidatorKeyFile.read(operatorKey(directory)),
                    agents,
                    validators,
                    noUsagePoints);
        } catch (NumberFormatException e) {
            throw new IOException(file + ": " + FOUNDED_MS + " is no time", e);
        }
    }

    private static void make(Path directory, Path file, int seats, int nodes) throws IOException {
        SecureRandom random = new SecureRandom();
        Files.createDirectories(directory);
        ValidatorKeyFile.write(operatorKey(directory), ValidatorKey.generate(random));
        for (int i = 0; i < nodes; i++) {
            Files.createDirectories(agentKey(directory, i).getParent());
            ValidatorKeyFile.write(agentKey(directory, i), ValidatorKey.generate(random));
            ValidatorKeyFile.write(validatorKey(directory, i), ValidatorKey.generate(random));
        }
        // last and whole: with it the founding is complete
        Path beside = Files.createTempFile(directory, "founding", ".new");
        Files.writeString(
                beside,
                FOUNDED_MS + "=" + System.currentTimeMillis() + "\n" + SEATS + "=" + seats + "\n" + NODES + "=" + nodes
                        + "\n",
                StandardCharsets.UTF_8);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path operatorKey(Path directory) {
        return directory.resolve("operator_key.json");
    }

    private static Path agentKey(Path directory, int node) {
        return directory.resolve(CommitteePlan.nameOf(node)).resolve("agent_key.json");
    }

    private static Path validatorKey(Path directory, int node) {
        return directory.resolve(CommitteePlan.nameOf(node)).resolve("validator_key.json");
    }

    private static EmbeddedFounding of(
            String chainId,
            long foundedMs,
            int seats,
            ValidatorKey operator,
            List<ValidatorKey> agents,
            List<ValidatorKey> validators,
            List<List<String>> usagePoints) {
        List<CommitteePlan.Member> members = new ArrayList<>();
        for (int i = 0; i < agents.size(); i++) {
            members.add(new CommitteePlan.Member(
                    CommitteePlan.nameOf(i), agents.get(i), validators.get(i).publicKey(), usagePoints.get(i)));
        }
        return new EmbeddedFounding(
                new CommitteePlan(
                        chainId,
                        foundedMs,
                        operator,
                        members,
                        seats,
                        FoundingTerms.of(LedgerGenesis.Profile.PAPER, CommitteePlan.DEADLINE_BLOCKS_ON_A_MACHINE)),
                validators);
    }
}
