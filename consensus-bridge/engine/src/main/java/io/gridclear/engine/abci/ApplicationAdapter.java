package io.gridclear.engine.abci;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import io.gridclear.engine.abci.proto.AbciProto.ExecTxResult;
import io.gridclear.engine.abci.proto.AbciProto.Misbehavior;
import io.gridclear.engine.abci.proto.AbciProto.PublicKey;
import io.gridclear.engine.abci.proto.AbciProto.Request;
import io.gridclear.engine.abci.proto.AbciProto.RequestCheckTx;
import io.gridclear.engine.abci.proto.AbciProto.RequestEcho;
import io.gridclear.engine.abci.proto.AbciProto.RequestFinalizeBlock;
import io.gridclear.engine.abci.proto.AbciProto.RequestInitChain;
import io.gridclear.engine.abci.proto.AbciProto.RequestPrepareProposal;
import io.gridclear.engine.abci.proto.AbciProto.RequestQuery;
import io.gridclear.engine.abci.proto.AbciProto.Response;
import io.gridclear.engine.abci.proto.AbciProto.ResponseApplySnapshotChunk;
import io.gridclear.engine.abci.proto.AbciProto.ResponseCheckTx;
import io.gridclear.engine.abci.proto.AbciProto.ResponseCommit;
import io.gridclear.engine.abci.proto.AbciProto.ResponseEcho;
import io.gridclear.engine.abci.proto.AbciProto.ResponseExtendVote;
import io.gridclear.engine.abci.proto.AbciProto.ResponseFinalizeBlock;
import io.gridclear.engine.abci.proto.AbciProto.ResponseFlush;
import io.gridclear.engine.abci.proto.AbciProto.ResponseInfo;
import io.gridclear.engine.abci.proto.AbciProto.ResponseInitChain;
import io.gridclear.engine.abci.proto.AbciProto.ResponseListSnapshots;
import io.gridclear.engine.abci.proto.AbciProto.ResponseLoadSnapshotChunk;
import io.gridclear.engine.abci.proto.AbciProto.ResponseOfferSnapshot;
import io.gridclear.engine.abci.proto.AbciProto.ResponsePrepareProposal;
import io.gridclear.engine.abci.proto.AbciProto.ResponseProcessProposal;
import io.gridclear.engine.abci.proto.AbciProto.ResponseQuery;
import io.gridclear.engine.abci.proto.AbciProto.ResponseVerifyVoteExtension;
import io.gridclear.engine.abci.proto.AbciProto.ValidatorUpdate;
import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.application.ReplicatedApplication.Block;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.Founded;
import io.gridclear.ledger.application.ReplicatedApplication.Info;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the engine's requests into calls of the application and its answers into replies (CometBFT specification, "ABCI:
 * Methods and Types", v0.38 and later). Called by one thread at a time. Whatever the application throws passes through.
 */
final class ApplicationAdapter {

    private static final Logger log = LoggerFactory.getLogger(ApplicationAdapter.class);

    /** Name and version of the state machine's rules as the engine's handshake writes them into every header. */
    static final long APPLICATION_VERSION = 1;

    private static final String SOFTWARE = "gridclear";
    private static final String SOFTWARE_VERSION = "1";

    /** Field of the transactions in the engine's message of a block's data, by whose size it counts. */
    private static final int BLOCK_DATA_TXS = 1;

    private static final ResponseProcessProposal ACCEPTED_PROPOSAL = ResponseProcessProposal.newBuilder()
            .setStatus(ResponseProcessProposal.ProposalStatus.ACCEPT)
            .build();

    private static final ResponseVerifyVoteExtension ACCEPTED_EXTENSION = ResponseVerifyVoteExtension.newBuilder()
            .setStatus(ResponseVerifyVoteExtension.VerifyStatus.ACCEPT)
            .build();

    private static final ResponseOfferSnapshot NO_SNAPSHOT = ResponseOfferSnapshot.newBuilder()
            .setResult(ResponseOfferSnapshot.Result.ABORT)
            .build();

    private static final ResponseApplySnapshotChunk NO_CHUNK = ResponseApplySnapshotChunk.newBuilder()
            .setResult(ResponseApplySnapshotChunk.Result.ABORT)
            .build();

    private final ReplicatedApplication application;
    private final Consumer<List<LedgerEvent>> events;

    /** Events of the block that stands between FinalizeBlock and Commit; null if none does. */
    private @Nullable List<LedgerEvent> finalised;

    ApplicationAdapter(ReplicatedApplication application, Consumer<List<LedgerEvent>> events) {
        this.application = application;
        this.events = events;
    }

    /**
     * The reply to a request.
     *
     * @throws BrokenReplicaException for a request out of turn
     */
    Response answer(Request request) {
        Response.Builder response = Response.newBuilder();
        switch (request.getValueCase()) {
            case ECHO -> response.setEcho(echo(request.getEcho()));
            case FLUSH -> response.setFlush(ResponseFlush.getDefaultInstance());
            case INFO -> response.setInfo(info());
            case INIT_CHAIN -> response.setInitChain(initChain(request.getInitChain()));
            case QUERY -> response.setQuery(query(request.getQuery()));
            case CHECK_TX -> response.setCheckTx(checkTx(request.getCheckTx()));
            case PREPARE_PROPOSAL -> response.setPrepareProposal(prepareProposal(request.getPrepareProposal()));
            case PROCESS_PROPOSAL -> response.setProcessProposal(ACCEPTED_PROPOSAL);
            case EXTEND_VOTE -> response.setExtendVote(ResponseExtendVote.getDefaultInstance());
            case VERIFY_VOTE_EXTENSION -> response.setVerifyVoteExtension(ACCEPTED_EXTENSION);
            case FINALIZE_BLOCK -> response.setFinalizeBlock(finalizeBlock(request.getFinalizeBlock()));
            case COMMIT -> response.setCommit(commit());
            case LIST_SNAPSHOTS -> response.setListSnapshots(ResponseListSnapshots.getDefaultInstance());
            case OFFER_SNAPSHOT -> response.setOfferSnapshot(NO_SNAPSHOT);
            case LOAD_SNAPSHOT_CHUNK -> response.setLoadSnapshotChunk(ResponseLoadSnapshotChunk.getDefaultInstance());
            case APPLY_SNAPSHOT_CHUNK -> response.setApplySnapshotChunk(NO_CHUNK);
            case VALUE_NOT_SET -> throw new IllegalArgumentException("a request without content");
        }
        return response.build();
    }

    private static ResponseEcho echo(RequestEcho request) {
        return ResponseEcho.newBuilder().setMessage(request.getMessage()).build();
    }

    private ResponseInfo info() {
        Info info = application.info();
        return ResponseInfo.newBuilder()
                .setData(SOFTWARE)
                .setVersion(SOFTWARE_VERSION)
                .setAppVersion(APPLICATION_VERSION)
                .setLastBlockHeight(info.height())
                .setLastBlockAppHash(ByteString.copyFrom(info.applicationHash()))
                .build();
    }

    private ResponseInitChain initChain(RequestInitChain request) {
        if (request.getInitialHeight() != 1) {
            throw new BrokenReplicaException("a chain begins at height 1, not " + request.getInitialHeight());
        }
        Founded founded = application.initChain(
                request.getChainId(),
                milliseconds(request.getTime()),
                GenesisState.decode(request.getAppStateBytes().toByteArray()),
                request.getValidatorsList().stream()
                        .map(ApplicationAdapter::validator)
                        .toList());
        // No consensus parameters: those of the genesis file stand.
        return ResponseInitChain.newBuilder()
                .setAppHash(ByteString.copyFrom(founded.applicationHash()))
                .addAllValidators(updates(founded.validators()))
                .build();
    }

    private ResponseCheckTx checkTx(RequestCheckTx request) {
        TransactionResult result = application.checkTx(request.getTx().toByteArray());
        return ResponseCheckTx.newBuilder()
                .setCode(result.code())
                .setLog(result.detail())
                .build();
    }

    private ResponseQuery query(RequestQuery request) {
        QueryAnswer answer =
                application.query(request.getPath(), request.getData().toByteArray());
        return ResponseQuery.newBuilder()
                .setCode(answer.code())
                .setLog(answer.detail())
                .setKey(request.getData())
                .setValue(ByteString.copyFrom(answer.value()))
                .setHeight(answer.height())
                .build();
    }

    /** In the mempool's order, as many as fit: the engine stops on a proposal that is larger than it allowed. */
    private static ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
        ResponsePrepareProposal.Builder proposal = ResponsePrepareProposal.newBuilder();
        long left = request.getMaxTxBytes();
        for (ByteString transaction : request.getTxsList()) {
            left -= CodedOutputStream.computeBytesSize(BLOCK_DATA_TXS, transaction);
            if (left < 0) {
                break;
            }
            proposal.addTxs(transaction);
        }
        return proposal.build();
    }

    private ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
        BlockResult result = application.finalizeBlock(new Block(
                request.getHeight(),
                milliseconds(request.getTime()),
                request.getTxsList().stream().map(ByteString::toByteArray).toList(),
                request.getMisbehaviorList().stream()
                        .map(ApplicationAdapter::offender)
                        .toList(),
                request.getProposerAddress().toByteArray()));
        if (result.results().size() != request.getTxsCount()) {
            throw new BrokenReplicaException("block " + request.getHeight() + " has " + request.getTxsCount()
                    + " transactions, and the application answers to "
                    + result.results().size());
        }
        finalised = result.events();
        ResponseFinalizeBlock.Builder response = ResponseFinalizeBlock.newBuilder()
                .setAppHash(ByteString.copyFrom(result.applicationHash()))
                .addAllValidatorUpdates(updates(result.validatorUpdates()));
        for (TransactionResult each : result.results()) {
            response.addTxResults(ExecTxResult.newBuilder().setCode(each.code()).setLog(each.detail()));
        }
        return response.build();
    }

    private ResponseCommit commit() {
        List<LedgerEvent> happened = finalised;
        if (happened == null) {
            throw new BrokenReplicaException("Commit without a finalised block");
        }
        application.commit();
        finalised = null;
        // Only now: a block that is lost before its commit is given again, and would be told twice.
        tell(happened);
        // Height 0: every block is kept, since a node that joins replays all of them.
        return ResponseCommit.getDefaultInstance();
    }

    private void tell(List<LedgerEvent> happened) {
        try {
            events.accept(happened);
        } catch (RuntimeException e) {
            log.error("whoever listens to events failed; the replica goes on", e);
        }
    }

    private static byte[] offender(Misbehavior misbehavior) {
        return misbehavior.getValidator().getAddress().toByteArray();
    }

    private static ValidatorPower validator(ValidatorUpdate update) {
        if (!update.getPubKey().hasEd25519()) {
            throw new BrokenReplicaException("a validator whose key is not Ed25519");
        }
        return new ValidatorPower(update.getPubKey().getEd25519().toByteArray(), update.getPower());
    }

    private static List<ValidatorUpdate> updates(List<ValidatorPower> validators) {
        return validators.stream()
                .map(validator -> ValidatorUpdate.newBuilder()
                        .setPubKey(PublicKey.newBuilder().setEd25519(ByteString.copyFrom(validator.publicKey())))
                        .setPower(validator.power())
                        .build())
                .toList();
    }

    /** Rounded down, so that no block is later than the engine says. */
    private static long milliseconds(Timestamp time) {
        return Math.addExact(Math.multiplyExact(time.getSeconds(), 1_000L), time.getNanos() / 1_000_000);
    }
}
