package io.gridclear.engine.testnet;

import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.EngineAbsentException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where there is no engine, and says why; fails instead where {@code GRIDCLEAR_REQUIRE_COMETBFT} is true. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCometBft.Condition.class)
public @interface RequiresCometBft {

    /** The condition. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                return ConditionEvaluationResult.enabled(
                        CometBinary.find(System.getenv()).path().toString());
            } catch (EngineAbsentException e) {
                if (Boolean.parseBoolean(System.getenv("GRIDCLEAR_REQUIRE_COMETBFT"))) {
                    throw new IllegalStateException("the engine must be here: " + e.getMessage(), e);
                }
                return ConditionEvaluationResult.disabled(e.getMessage());
            }
        }
    }
}
