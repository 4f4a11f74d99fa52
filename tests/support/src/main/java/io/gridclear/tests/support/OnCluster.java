package io.gridclear.tests.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs on a {@link TestCluster}: constructors and methods may take one as a parameter. All classes of
 * a JVM share one cluster of the {@linkplain ClusterKind#configured() configured kind}; each class starts on
 * empty topics and with all brokers up, whatever the class before it did to them.
 *
 * <p>Where the cluster needs Docker and there is none, the class is skipped with the reason; if the environment says
 * {@value ClusterExtension#REQUIRE_DOCKER}{@code =true}, it fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface OnCluster {
    /** Brokers that the tests need; on a smaller cluster the class is skipped with the reason. */
    int brokers() default 1;
}
