package io.gridclear.meter.client;

import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.ReferencePrice;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all that a listener hears. */
final class HeardMarket implements MarketListener {
    final List<BidRejected> rejections = new CopyOnWriteArrayList<>();
    final List<ReferencePrice> references = new CopyOnWriteArrayList<>();
    final List<String> undecodable = new CopyOnWriteArrayList<>();
    final List<String> delays = new CopyOnWriteArrayList<>();
    final List<String> stops = new CopyOnWriteArrayList<>();

    @Override
    public void onRejected(BidRejected rejection) {
        rejections.add(rejection);
    }

    @Override
    public void onReferencePrice(ReferencePrice price) {
        references.add(price);
    }

    @Override
    public void onUndecodable(String topic, int partition, long offset, String problem) {
        undecodable.add(topic + "-" + partition + "@" + offset + " " + problem);
    }

    @Override
    public void onFeedDelayed(String problem) {
        delays.add(problem);
    }

    @Override
    public void onFeedStopped(String problem) {
        stops.add(problem);
    }
}
