package io.gridclear.ledger.genesis;

import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.genesis.LedgerGenesis.Limits;
import io.gridclear.ledger.genesis.LedgerGenesis.Profile;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.score.ScoreProfile;
import java.util.ArrayList;
import java.util.List;

/** Canonical bytes of a genesis: its fields in the order of their declaration; lists with their count before them. */
final class GenesisCodec {

    private static final String DOMAIN = "gridclear.genesis.v1";

    private GenesisCodec() {}

    static byte[] write(LedgerGenesis genesis) {
        ScoreProfile score = genesis.score();
        CommitteeTerms committee = genesis.committee();
        Limits limits = genesis.limits();
        CanonicalWriter writer = new CanonicalWriter()
                .start(DOMAIN)
                .int8(genesis.profile().code())
                .int64(score.reputationWeightPpm())
                .int64(score.amountWeightPpm())
                .int64(score.votesWeightPpm())
                .int64(score.latestWeightPpm())
                .int64(genesis.reputationFloorPpm())
                .int32(committee.seats())
                .int32(committee.minSeats())
                .int32(committee.banCycles())
                .int32(committee.deadlineBlocks())
                .int32(committee.missedWindow())
                .int32(committee.missedThreshold())
                .int8(committee.punishAllWrong() ? 1 : 0)
                .int64(committee.validatorPower())
                .int32(committee.roundsPerCycle())
                .int64(committee.breachPpm())
                .int32(limits.transactionWindowBlocks())
                .int32(limits.mostOpenItems())
                .int32(limits.mostNodes())
                .int32(genesis.operatorKeys().size());
        genesis.operatorKeys().forEach(writer::raw);
        writer.int32(genesis.candidates().size());
        for (Candidate candidate : genesis.candidates()) {
            writer.string(candidate.name()).raw(candidate.nodeKey()).raw(candidate.validatorKey());
            Registration.writeUsagePoints(writer, candidate.usagePoints());
            writer.int64(candidate.scorePpm());
        }
        return writer.toBytes();
    }

    static LedgerGenesis read(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        Profile profile = Profile.ofCode(reader.int8());
        ScoreProfile score = new ScoreProfile(reader.int64(), reader.int64(), reader.int64(), reader.int64());
        long floor = reader.int64();
        CommitteeTerms committee = new CommitteeTerms(
                reader.int32(),
                reader.int32(),
                reader.int32(),
                reader.int32(),
                reader.int32(),
                reader.int32(),
                flag(reader),
                reader.int64(),
                reader.int32(),
                reader.int64());
        Limits limits = new Limits(reader.int32(), reader.int32(), reader.int32());
        List<byte[]> operators = new ArrayList<>();
        for (int left = count(reader, LedgerGenesis.MOST_OPERATORS); left > 0; left--) {
            operators.add(reader.raw(LedgerGenesis.KEY_LENGTH));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int left = count(reader, Limits.MOST_NODES); left > 0; left--) {
            candidates.add(new Candidate(
                    reader.string(Registration.MOST_NAME_CHARS),
                    reader.raw(LedgerGenesis.KEY_LENGTH),
                    reader.raw(LedgerGenesis.KEY_LENGTH),
                    Registration.readUsagePoints(reader),
                    reader.int64()));
        }
        reader.end();
        return new LedgerGenesis(profile, score, floor, committee, limits, operators, candidates);
    }

    private static boolean flag(CanonicalReader reader) {
        int value = reader.int8();
        LedgerGenesis.require("flag", value, 0, 1);
        return value == 1;
    }

    private static int count(CanonicalReader reader, int most) {
        int count = reader.int32();
        LedgerGenesis.require("count", count, 0, most);
        return count;
    }
}
