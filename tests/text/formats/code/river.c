/* A block comment here.
 * It goes on. */
int teh; // and a line
