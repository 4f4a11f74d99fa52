package io.gridclear.engine.proof;

import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.Sha256;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places of Merkle trees that paths have led from to a root. Neighbours share nearly their whole way up, and each is the other's
 * sibling: a leaf whose neighbours have been proved takes one hash or two, and the rest of its path is compared. Says yes only;
 * what it does not know, or knows otherwise, is for the path by itself, so that the answer is always that of
 * {@link MerklePath#leadsTo}. May be used from several threads.
 */
final class ProvenPlaces {

    /** Those used last, 16 KB each: 32 MB, for half a million lines in any order. */
    private static final int MOST_PAGES = 2_048;

    private final Map<PageName, ProvenPage> pages = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PageName, ProvenPage> eldest) {
            return size() > MOST_PAGES;
        }
    };

    /**
     * All that decides what hash stands at a place: an item's name would not, as somebody may claim another root for it, and the
     * root alone would not, as it does not bind the number of its leaves.
     */
    private record PageName(ByteBuffer root, long leaves, long page) {}

    /**
     * Whether a leaf's path leads from its hash to a root.
     *
     * @param path of level 0
     * @param root never to be written to
     * @throws IllegalArgumentException if either hash has not 32 bytes
     */
    boolean leadsTo(MerklePath path, byte[] leafHash, byte[] root, Sha256 sha256) {
        PageName name = new PageName(ByteBuffer.wrap(root), path.leaves(), path.index() >>> ProvenPage.LEVEL);
        @Nullable ProvenPage page;
        synchronized (pages) {
            page = pages.get(name);
        }
        if (page != null && page.proves(path, leafHash, sha256)) {
            return true;
        }
        if (!path.leadsTo(leafHash, root, sha256)) {
            return false;
        }
        if (page == null) {
            ProvenPage first = new ProvenPage(path, leafHash, sha256);
            synchronized (pages) {
                pages.putIfAbsent(name, first);
            }
        }
        return true;
    }
}
