/**
 * The arrows of the house, checked on the compiled classes of all modules: who may know whom, what the kernels may not
 * touch, how things are named. Each rule is also shown to fail, on the offenders in the fixture packages.
 */
@NullMarked
package io.gridclear.tests.architecture;

import org.jspecify.annotations.NullMarked;
