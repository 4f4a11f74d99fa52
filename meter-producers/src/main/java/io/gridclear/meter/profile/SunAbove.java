package io.gridclear.meter.profile;

/**
 * Clear-sky irradiance on a horizontal plane from solar geometry alone:
 *
 * <pre>
 *   declination  = 23.45 deg * sin(2 pi (284 + dayOfYear) / 365)          (Cooper 1969)
 *   hour angle   = 15 deg * (solar hour - 12)
 *   sin(elevation) = sin(lat) sin(decl) + cos(lat) cos(decl) cos(hour angle)
 *   irradiance   = 1098 sin(el) exp(-0.059 / sin(el))  W/m2, 0 below the horizon   (Haurwitz 1945)
 * </pre>
 *
 * Haurwitz' formula needs the elevation only, and Reno, Hansen and Stein (SAND2012-2389) found it
 * the best of that kind. A horizontal plane is a simplification: a tilted roof yields 10 to 15 % more
 * over the year and a flatter summer noon, which matters to no rule of the market.
 */
final class SunAbove {
    private static final double MAX_DECLINATION_DEG = 23.45;

    private final double sinLatitude;
    private final double cosLatitude;

    SunAbove(double latitudeDeg) {
        double latitude = StrictMath.toRadians(latitudeDeg);
        this.sinLatitude = StrictMath.sin(latitude);
        this.cosLatitude = StrictMath.cos(latitude);
    }

    static double declinationDeg(int dayOfYear) {
        return MAX_DECLINATION_DEG * StrictMath.sin(2.0 * StrictMath.PI * (284 + dayOfYear) / 365.0);
    }

    /** Sine of the sun's elevation, negative below the horizon. */
    double sinElevation(int dayOfYear, double solarHour) {
        double declination = StrictMath.toRadians(declinationDeg(dayOfYear));
        double hourAngle = StrictMath.toRadians(15.0 * (solarHour - 12.0));
        return sinLatitude * StrictMath.sin(declination)
                + cosLatitude * StrictMath.cos(declination) * StrictMath.cos(hourAngle);
    }

    /** Global horizontal irradiance under a clear sky, W per square metre. */
    double clearSkyWattsPerM2(int dayOfYear, double solarHour) {
        double sinElevation = sinElevation(dayOfYear, solarHour);
        if (sinElevation <= 0) {
            return 0;
        }
        return 1098.0 * sinElevation * StrictMath.exp(-0.059 / sinElevation);
    }
}
