package io.gridclear.ops.stack;

import java.io.IOException;
import java.util.Arrays;

/**
 * First class of the registry's process: runs the real main class, and ends the process when its parent is gone, which
 * shows as the end of standard input. That way a parent that is killed leaves no registry behind. It stands alone in
 * that process, so it uses nothing but the JDK.
 */
public final class RegistryGuard {

    private static final int PARENT_IS_GONE = 1;

    private RegistryGuard() {}

    /** @param args name of the main class, then its arguments */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(RegistryGuard::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // the parent writes nothing; what comes is not for us
            }
        } catch (IOException e) {
            // no input any more, as at its end
        }
        Runtime.getRuntime().halt(PARENT_IS_GONE);
    }
}
