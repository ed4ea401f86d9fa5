/**
 * SQL of the moment of a change: by the database's clock, so that all processes agree what changed after what, and in
 * milliseconds, so that it survives the way through JavaScript.
 */
export const changedNow = `date_trunc('milliseconds', clock_timestamp())`;
