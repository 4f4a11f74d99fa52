package io.gridclear.tests.support;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives test classes their cluster; see {@link OnCluster}. */
final class ClusterExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
    /** Environment variable; {@code true} where a machine is meant to have a Docker engine, so that none is a fault. */
    static final String REQUIRE_DOCKER = "GRIDCLEAR_REQUIRE_DOCKER";

    private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        ClusterKind kind = ClusterKind.configured();
        int needed = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), OnCluster.class)
                .map(OnCluster::brokers)
                .orElse(1);
        if (kind.brokerCount() < needed) {
            return ConditionEvaluationResult.disabled(
                    "needs " + needed + " brokers, " + kind + " has " + kind.brokerCount());
        }
        return decide(kind.missing(), Boolean.parseBoolean(System.getenv(REQUIRE_DOCKER)));
    }

    static ConditionEvaluationResult decide(Optional<String> missing, boolean dockerIsRequired) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("the cluster can be had");
        }
        if (dockerIsRequired) {
            throw new ExtensionConfigurationException(REQUIRE_DOCKER + "=true, but " + missing.get());
        }
        return ConditionEvaluationResult.disabled(missing.get());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context).reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestCluster.class;
    }

    @Override
    public TestCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    /** JUnit closes it after the last test class of the JVM. */
    private static TestCluster cluster(ExtensionContext context) {
        ClusterKind kind = ClusterKind.configured();
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(kind, ClusterKind::start, TestCluster.class);
    }
}
