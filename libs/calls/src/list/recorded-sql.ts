/** Condition on a call `c`: a helper leg of it was recorded. In this form it is asked for each call and never a join. */
const legIsRecorded = `coalesce(
  (SELECT true FROM calls h WHERE h.helper_of_id = c.id AND h.has_recording LIMIT 1), false)`;

/** Condition on a call `c`: there is a recording to be shown with it, its own or that of a helper leg. */
export const isRecorded = `(c.has_recording OR ${legIsRecorded})`;

/** The opposite, told so that the calls without a recording of their own are found by their index. */
export const isNotRecorded = `(NOT c.has_recording AND NOT ${legIsRecorded})`;
