package io.gridclear.tests.support;

import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.EngineAbsentException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test class that needs CometBFT. Where there is none it is skipped with the reason; if the environment says
 * {@value Condition#REQUIRE_COMETBFT}{@code =true}, it fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCometBft.Condition.class)
public @interface RequiresCometBft {

    /** The condition. */
    final class Condition implements ExecutionCondition {
        /** Environment variable: with it a missing engine is a fault. */
        static final String REQUIRE_COMETBFT = "GRIDCLEAR_REQUIRE_COMETBFT";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                return ConditionEvaluationResult.enabled(
                        CometBinary.find(System.getenv()).path().toString());
            } catch (EngineAbsentException e) {
                if (Boolean.parseBoolean(System.getenv(REQUIRE_COMETBFT))) {
                    throw new ExtensionConfigurationException(REQUIRE_COMETBFT + "=true, but " + e.getMessage(), e);
                }
                return ConditionEvaluationResult.disabled(e.getMessage());
            }
        }
    }
}
