package io.gridclear.schemas.serde;

import org.apache.avro.Conversion;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Makes Avro trust our generated classes. Since 1.12 Avro refuses to touch a class that a schema names unless a system
 * property lists its package, and then silently hands out generic values. This is a conversion in name only: Avro loads
 * every registered conversion before it does anything with the first generated class (see META-INF/services), which is
 * the one moment early enough, and needs nothing from whoever uses the classes.
 */
public final class TrustContracts extends Conversion<Void> {

    private static final String CONTRACTS = "io.gridclear.schemas.avro";

    static {
        ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
        ClassSecurityPredicate ours = type -> type.getPackageName().equals(CONTRACTS);
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(before, ours));
    }

    /** Called by Avro's service loader. */
    public TrustContracts() {}

    /** Has the side effect of the class: for serdes, in case Avro lives in another class loader. */
    static void install() {
        // the static initializer did it
    }

    @Override
    public Class<Void> getConvertedType() {
        return Void.class;
    }

    @Override
    public String getLogicalTypeName() {
        return "gridclear-trust";
    }
}
