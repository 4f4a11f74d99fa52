package io.gridclear.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Each package has its {@code package-info}, and it is {@code @NullMarked}: NullAway checks no other. */
final class LieInANullMarkedPackage extends ArchCondition<JavaClass> {
    LieInANullMarkedPackage() {
        super("lie in a package whose package-info is @NullMarked");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        if (HouseRule.isGenerated(item)) {
            return;
        }
        boolean marked = item.getPackage()
                .tryGetPackageInfo()
                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                .isPresent();
        events.add(new SimpleConditionEvent(
                item, marked, "Class <" + item.getName() + "> lies in a package without a @NullMarked package-info"));
    }
}
