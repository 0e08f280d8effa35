/**
 * Counts the rivers of a map.
 *
 * @param map - the map that is read
 * @returns how many there are
 */
// One line
// and the next.
const teh = "not prose"; // eslint-disable-line
