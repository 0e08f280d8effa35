/**
 * A river on {@code map}.
 * @param x the place it is at
 */
class River {}
