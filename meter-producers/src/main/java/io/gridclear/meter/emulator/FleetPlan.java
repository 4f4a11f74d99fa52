package io.gridclear.meter.emulator;

import io.gridclear.meter.forecast.ForecastReport;
import io.gridclear.meter.profile.EnergyProfiles;
import io.gridclear.meter.profile.PointKind;
import io.gridclear.meter.profile.PointSeat;
import io.gridclear.meter.quoting.OwnerDraws;
import io.gridclear.meter.quoting.OwnerValuation;
import io.gridclear.meter.quoting.Quote;
import io.gridclear.meter.quoting.QuoteSituation;
import io.gridclear.meter.quoting.QuotingStyle;
import io.gridclear.meter.quoting.Side;
import io.gridclear.meter.seed.SeededDraws;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.signing.Ed25519KeyPair;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What an emulated fleet will do: who there is, what each will bid in each period and at what price,
 * how it will revise, and what its meters will measure. A pure function of {@link FleetPlanSettings}:
 * no clock, no network, no shared randomness; the order in which it is asked changes nothing.
 * Immutable and thread-safe.
 *
 * <p>With styles and rules that do not use reference prices (the default) the plan fixes every bid.
 * Where {@link #dependsOnReferences()}, quotes are a function of the plan and of the reference prices
 * that are passed in.
 */
public final class FleetPlan {
    private final FleetPlanSettings settings;
    private final PlannedPoint[] points;
    private final ForecastReport forecastReport;
    private final List<String> notes;

    private FleetPlan(FleetPlanSettings settings, PlannedPoint[] points, List<String> notes) {
        this.settings = settings;
        this.points = points;
        this.notes = notes;
        ForecastReport report =
                ForecastReport.none(settings.forecast(), settings.timing().leadSteps());
        for (PlannedPoint point : points) {
            report = report.plus(point.loadError(), point.pvError(), point.netError());
        }
        this.forecastReport = report;
    }

    /**
     * Makes the plan: computes all series and forecasts, on all cores. Seconds for 20,000 meters.
     *
     * @throws io.gridclear.meter.profile.SeriesFileException if a series file cannot be used for it
     * @throws IllegalArgumentException if gates close so early that forecasts would reach more than a day ahead
     */
    public static FleetPlan of(FleetPlanSettings settings) {
        EnergyProfiles profiles = settings.profiles().open(settings.seed(), settings.areas(), settings.periods());
        int leadSteps = settings.timing().leadSteps();
        if (leadSteps > profiles.stepsPerDay()) {
            throw new IllegalArgumentException("bids are sent " + leadSteps
                    + " periods ahead; forecasts reach a day ahead, which is " + profiles.stepsPerDay() + " periods");
        }
        List<PointSeat> seats = seats(settings);
        PlannedPoint[] points = IntStream.range(0, settings.meters())
                .parallel()
                .mapToObj(point -> PlannedPoint.of(profiles, seats.get(point), settings.forecast(), leadSteps))
                .toArray(PlannedPoint[]::new);
        return new FleetPlan(settings, points, profiles.notes());
    }

    private static List<PointSeat> seats(FleetPlanSettings settings) {
        List<PointSeat> seats = new ArrayList<>(settings.meters());
        int loads = 0;
        int plants = 0;
        for (int point = 0; point < settings.meters(); point++) {
            PointKind kind = settings.mix().kindOf(point);
            seats.add(new PointSeat(point, point % settings.areas(), kind, loads, plants));
            loads += kind.hasLoad() ? 1 : 0;
            plants += kind.hasPv() ? 1 : 0;
        }
        return seats;
    }

    /** What the plan was made from. */
    public FleetPlanSettings settings() {
        return settings;
    }

    /** Number of periods. */
    public int periods() {
        return settings.periods();
    }

    /** Number of usage points. */
    public int meters() {
        return settings.meters();
    }

    /** How far the forecasts are off, over all meters and periods. */
    public ForecastReport forecastReport() {
        return forecastReport;
    }

    /** What a person should know about the data behind the plan; empty if nothing. */
    public List<String> notes() {
        return notes;
    }

    /** Whether bids or revisions depend on reference prices, and so on the run. */
    public boolean dependsOnReferences() {
        return settings.quoting().usesReferences()
                || settings.requoting().rule().usesReference();
    }

    /** Id of area number {@code area}. */
    public static String areaMrid(int area) {
        return String.format(Locale.ROOT, "area-%03d", area + 1);
    }

    /** Id of usage point number {@code point}. */
    public static String usagePointMrid(int point) {
        return String.format(Locale.ROOT, "meter-%06d", point + 1);
    }

    /** Id of the participant that owns usage point number {@code point}; every point has its own. */
    public static String participantMrid(int point) {
        return String.format(Locale.ROOT, "owner-%06d", point + 1);
    }

    /** Index of the area that a usage point trades in. */
    public int areaOf(int point) {
        return point % settings.areas();
    }

    /** What stands behind a usage point. */
    public PointKind kindOf(int point) {
        return settings.mix().kindOf(point);
    }

    /** The areas as they stand in the areas topic; fresh records, the caller may change them. */
    public List<MarketArea> areas() {
        return IntStream.range(0, settings.areas()).mapToObj(this::area).toList();
    }

    private MarketArea area(int area) {
        PeriodTerms terms = PeriodTerms.newBuilder()
                .setPeriodMs(settings.timing().periodMs())
                .setGateClosureMs(settings.timing().gateClosureMs())
                .setRequoteWindowMs(settings.timing().requoteWindowMs())
                .setTick(settings.band().tick())
                .setFeedInTariff(settings.band().feedInTariff())
                .setRetailTariff(settings.band().retailTariff())
                .build();
        return MarketArea.newBuilder()
                .setAreaMrid(areaMrid(area))
                .setTerms(terms)
                .setRequireSignatures(settings.signed())
                .build();
    }

    /** The usage points as they stand in the points topic; fresh records. */
    public List<UsagePoint> points() {
        return IntStream.range(0, settings.meters())
                .parallel()
                .mapToObj(this::usagePoint)
                .toList();
    }

    private UsagePoint usagePoint(int point) {
        ByteBuffer publicKey =
                keyPair(point).map(pair -> ByteBuffer.wrap(pair.publicKey())).orElseGet(() -> ByteBuffer.allocate(0));
        return UsagePoint.newBuilder()
                .setUsagePointMrid(usagePointMrid(point))
                .setAreaMrid(areaMrid(areaOf(point)))
                .setMarketParticipantMrid(participantMrid(point))
                .setPublicKey(publicKey)
                .build();
    }

    /**
     * The meter's key pair; empty in an unsigned fleet. Whoever knows the fleet's seed knows it: emulated meters
     * keep no secrets.
     */
    public Optional<Ed25519KeyPair> keyPair(int point) {
        if (!settings.signed()) {
            return Optional.empty();
        }
        byte[] fleetSeed = SeededDraws.of(settings.seed(), "fleet-key").nextBytes(Ed25519KeyPair.KEY_BYTES);
        return Optional.of(Ed25519KeyPair.derive(fleetSeed, usagePointMrid(point)));
    }

    /**
     * The first bid of a usage point for a period.
     *
     * @param references reference prices of the point's area that are published so far, oldest first; without
     *     effect where the point's style does not use them
     * @return empty where the forecast comes to nothing
     */
    public Optional<PlannedBid> bid(int point, int period, List<Long> references) {
        long netWh = points[point].forecastNetWh(period);
        if (netWh == 0) {
            return Optional.empty();
        }
        Side side = netWh > 0 ? Side.SELL : Side.BUY;
        OwnerDraws draws = new OwnerDraws(settings.seed(), point, period);
        long valuation = OwnerValuation.of(draws, side, settings.band());
        QuotingStyle style = settings.quoting().styleOf(point);
        QuoteSituation situation = new QuoteSituation(
                side,
                settings.band(),
                valuation,
                points[point].shareOfPeak(period),
                style.usesReferences() ? references : List.of());
        Quote quote = style.quote(situation, draws);
        String orderId = String.format(Locale.ROOT, "%s-p%04d", usagePointMrid(point), period);
        return Optional.of(new PlannedBid(point, period, orderId, 0, Math.abs(netWh), quote));
    }

    /** The first bids of all usage points for a period, by index, without regard to reference prices. */
    public List<PlannedBid> bids(int period) {
        return IntStream.range(0, settings.meters())
                .mapToObj(point -> bid(point, period, List.of()))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The owner's revision of its bid within the re-quote window: same order, side, quantity and limit, another
     * price.
     *
     * @param standing the owner's first bid for the period
     * @param reference the published reference price; any value where the rule does not use it
     * @return empty where the owner leaves its quote as it is
     */
    public Optional<PlannedBid> requote(PlannedBid standing, long reference) {
        OwnerDraws draws = new OwnerDraws(settings.seed(), standing.point(), standing.period());
        OptionalLong price = settings.requoting().revise(standing.quote(), settings.band(), reference, draws);
        if (price.isEmpty()) {
            return Optional.empty();
        }
        Quote revised = new Quote(
                standing.quote().side(),
                price.getAsLong(),
                OptionalLong.of(standing.quote().limit()));
        return Optional.of(new PlannedBid(
                standing.point(),
                standing.period(),
                standing.orderId(),
                standing.revision() + 1,
                standing.quantityWh(),
                revised));
    }

    /** What the meter will measure in a period. */
    public PlannedReading reading(int point, int period) {
        return points[point].reading(point, period);
    }

    /** What the meter expects of a period: generation minus use, Wh. */
    public long forecastNetWh(int point, int period) {
        return points[point].forecastNetWh(period);
    }
}
