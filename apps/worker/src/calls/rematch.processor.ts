import { CallsService } from '@callboard/calls';
import { ChangedNumbers } from '@callboard/contacts';
import {
  callsRematch,
  HandlesJob,
  type JobFacts,
  type JobHandler,
  type JobPayload,
  LiveBus,
} from '@callboard/messaging';

/** More changes than this are not announced one by one: viewers ask for what changed every few seconds anyway. */
const mostAnnounced = 500;

/** Finds the contacts of calls again after contacts changed. */
@HandlesJob(callsRematch)
export class RematchProcessor implements JobHandler<typeof callsRematch> {
  constructor(
    private readonly calls: CallsService,
    private readonly changedNumbers: ChangedNumbers,
    private readonly bus: LiveBus,
  ) {}

  async handle({ numbers }: JobPayload<typeof callsRematch>): Promise<JobFacts> {
    const changed = await this.changedNumbers.settle(numbers, () => this.calls.rematch(numbers));
    for (const { id, version } of changed.slice(0, mostAnnounced)) {
      await this.bus.publish({ type: 'call.changed', id, version });
    }
    return { numbers: numbers.length, changed: changed.length };
  }
}
