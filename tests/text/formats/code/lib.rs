//! Rivers and their sources.

/// Counts them.
/// It is slow.
// A plain remark here.
fn teh() {} /* a block remark */
