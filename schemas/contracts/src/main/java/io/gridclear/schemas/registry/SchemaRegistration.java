package io.gridclear.schemas.registry;

import java.util.List;

/** What became, or would become, of one subject's schema. */
public sealed interface SchemaRegistration {

    /** The subject. */
    String subject();

    /** One line for a person. */
    String describe();

    /** The registry has exactly this schema, under this id. */
    record Present(String subject, int id) implements SchemaRegistration {
        @Override
        public String describe() {
            return subject + ": registered, id " + id;
        }
    }

    /** The registry would take the schema as a new version. */
    record Acceptable(String subject) implements SchemaRegistration {
        @Override
        public String describe() {
            return subject + ": not registered yet, compatible with what is";
        }
    }

    /** The schema was registered just now. */
    record Registered(String subject, int id) implements SchemaRegistration {
        @Override
        public String describe() {
            return subject + ": registered now, id " + id;
        }
    }

    /** The subject does not enforce FULL_TRANSITIVE, so the registry's word on compatibility says nothing yet. */
    record Unguarded(String subject, String compatibility) implements SchemaRegistration {
        @Override
        public String describe() {
            return subject + ": its compatibility is " + compatibility
                    + ", not FULL_TRANSITIVE; gridclear schemas register sets it";
        }
    }

    /** The schema breaks the subject's compatibility; nothing was registered. */
    record Incompatible(String subject, List<String> reasons) implements SchemaRegistration {
        public Incompatible {
            reasons = List.copyOf(reasons);
        }

        @Override
        public String describe() {
            return subject + ": refused, not compatible: " + String.join("; ", reasons);
        }
    }
}
