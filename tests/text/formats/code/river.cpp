/// Counts the rivers.
/** Says where
 *  they go. */
int teh; // the count of them
