package io.gridclear.tests.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Nothing is skipped without a word, and nothing at all where a machine is meant to have an engine. */
class ClusterExtensionTest {
    private static final Optional<String> NO_ENGINE = Optional.of("no Docker engine answers");

    @Test
    void aClusterThatCanBeHadRuns() {
        assertThat(ClusterExtension.decide(Optional.empty(), true).isDisabled()).isFalse();
    }

    @Test
    void withoutAnEngineTheClassIsSkippedAndSaysWhy() {
        ConditionEvaluationResult result = ClusterExtension.decide(NO_ENGINE, false);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).isEqualTo(NO_ENGINE);
    }

    @Test
    void whereAnEngineIsRequiredItsAbsenceIsAnError() {
        assertThatThrownBy(() -> ClusterExtension.decide(NO_ENGINE, true))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("GRIDCLEAR_REQUIRE_DOCKER=true")
                .hasMessageContaining("no Docker engine answers");
    }

    @Test
    void anUnknownKindOfClusterIsNamed() {
        assertThatThrownBy(() -> ClusterKind.of("container"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gridclear.cluster must be one of [embedded, containers, containers-3], not container");
    }
}
