package io.gridclear.market.golden;

import java.io.IOException;

/** The folder of golden files: {@code golden} within the {@link DataFolder}. */
final class GoldenFolder {

    private GoldenFolder() {}

    /** Text of a golden file; without the folder as {@link DataFolder#read} says. */
    static String read(String name) throws IOException {
        return DataFolder.read("golden/" + name);
    }
}
