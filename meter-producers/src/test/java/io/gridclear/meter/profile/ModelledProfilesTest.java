package io.gridclear.meter.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelledProfilesTest {
    private static final ProfileCalendar HOURS = new ProfileCalendar(ModelledProfiles.DEFAULT_FIRST_DAY, 60);

    private static ModelledProfiles profiles(long seed, int startHour, int periods) {
        return new ModelledProfiles(seed, HOURS, startHour, periods, 3);
    }

    private static PointSeat seat(int point, PointKind kind) {
        return new PointSeat(point, point % 3, kind, point, point);
    }

    @ParameterizedTest
    @EnumSource(PointKind.class)
    void aPointHasWhatItsKindSays(PointKind kind) {
        PointEnergy energy = profiles(1, 0, 24).energyOf(seat(5, kind));

        assertThat(Arrays.stream(energy.loadKwh()).sum() > 0).isEqualTo(kind.hasLoad());
        assertThat(Arrays.stream(energy.pvKwh()).sum() > 0).isEqualTo(kind.hasPv());
        assertThat(energy.steps()).isEqualTo(7 * 24 + 24);
        assertThat(energy.estimated(0)).isFalse();
    }

    @Test
    void aLongerPlanBeginsLikeAShorterOne() {
        PointEnergy shorter = profiles(1, 6, 8).energyOf(seat(5, PointKind.PROSUMER));
        PointEnergy longer = profiles(1, 6, 48).energyOf(seat(5, PointKind.PROSUMER));

        assertThat(Arrays.copyOf(longer.loadKwh(), shorter.steps())).isEqualTo(shorter.loadKwh());
        assertThat(Arrays.copyOf(longer.pvKwh(), shorter.steps())).isEqualTo(shorter.pvKwh());
    }

    @Test
    void seedsMakeDifferentFleets() {
        assertThat(profiles(1, 0, 24).energyOf(seat(5, PointKind.PROSUMER)).loadKwh())
                .isNotEqualTo(
                        profiles(2, 0, 24).energyOf(seat(5, PointKind.PROSUMER)).loadKwh());
    }

    @Test
    void theFirstStepIsTheStartHour() {
        // at one in the night no plant works, at noon every plant does
        double[] fromNight =
                profiles(1, 1, 2).energyOf(seat(5, PointKind.PRODUCER)).pvKwh();
        double[] fromNoon =
                profiles(1, 12, 2).energyOf(seat(5, PointKind.PRODUCER)).pvKwh();

        assertThat(fromNight[7 * 24]).isZero();
        assertThat(fromNoon[7 * 24]).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"-1, 24, 1", "24, 24, 1", "0, 0, 1", "0, 105409, 1", "0, 24, 0"})
    void refusesNumbersOutOfRange(int startHour, int periods, int areas) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelledProfiles(1, HOURS, startHour, periods, areas));
    }
}
