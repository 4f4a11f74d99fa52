package io.gridclear.ops.cli;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.ops.feeder.AreaRefusal;
import io.gridclear.ops.feeder.FeederPublisher;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaNotRegisteredException;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gridclear feeder publish}. */
@Command(
        name = "publish",
        header = "Publishes a feeder under its digest, and names it in an area.",
        description = {
            "Files are those of 'feeder check', refused for the same reasons. The feeder goes to market.feeders.v1 under the "
                    + "SHA-256 of its canonical bytes, and is never changed or deleted: a changed network is another feeder.",
            "With --area its configuration in market.areas.v1 is read, and published again with the feeder's name. It counts "
                    + "for periods that open from then on; periods that are open keep theirs. Nobody else may change the "
                    + "configuration meanwhile.",
            "Doing the same again changes nothing."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear feeder publish buses.csv lines.csv --area area-001")
final class FeederPublishCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Mixin
    private final FeederFileOptions files = new FeederFileOptions();

    @Option(names = "--area", paramLabel = "AREA", description = "Area whose configuration is to name the feeder.")
    private @Nullable String area;

    @Mixin
    private final BrokerAccess access = new BrokerAccess();

    @Mixin
    private final RegistryAccess registry = new RegistryAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    FeederPublishCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Brokers brokers = access.brokers(configFile);
        var urls = registry.urls();
        Feeder feeder = files.read().feeder();
        ClusterReadiness.requireTopics(brokers);
        try (RegistrySchemaLookup schemas =
                        new RegistrySchemaLookup(urls, configFile.ofRegistry(), RegistryRetries.NONE);
                FeederPublisher publisher =
                        FeederPublisher.open(brokers.clientConfigs(), new ContractSerdes(schemas))) {
            publish(publisher, feeder);
            return ExitCode.OK;
        } catch (SchemaNotRegisteredException e) {
            throw CommandFailure.environment(e.getMessage() + "; see gridclear schemas register", e);
        } catch (RegistryUnavailableException | KafkaException e) {
            throw CommandFailure.environment(e);
        } catch (AreaRefusal e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        }
    }

    private void publish(FeederPublisher publisher, Feeder feeder) throws AreaRefusal, InterruptedException {
        String digest = HexFormat.of().formatHex(FeederCodec.digest(feeder));
        // an area that cannot name it is refused before anything is published
        FeederPublisher.Naming naming = area == null ? null : publisher.naming(area, feeder);
        publisher.publish(feeder);
        terminal.print(digest + " stands in " + TopicCatalogue.FEEDERS.name() + ": "
                + feeder.buses().size() + " buses, " + feeder.lines().size() + " lines");
        if (naming == null) {
            return;
        }
        if (naming.before().equals(digest)) {
            terminal.print(area + " names it already");
            return;
        }
        publisher.publish(naming.configuration());
        terminal.print(area + " names it for periods that open from now on"
                + (naming.before().isEmpty() ? "" : "; before, it named " + naming.before()));
    }
}
