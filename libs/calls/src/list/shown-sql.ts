/**
 * Condition on a call `c`: it is no helper leg. A phone of ours that rang for a wish is one, until the customer is dialled
 * under the same id or it turns out to be all that is ever told of a conversation: the wish then has it as its call.
 */
export const isShown = `(c.helper_of_id IS NULL AND (c.customer_dialled OR coalesce(
  (SELECT r.call_id IS NOT DISTINCT FROM c.id FROM call_requests r WHERE r.helper_pbx_call_id = c.pbx_call_id), true)))`;
