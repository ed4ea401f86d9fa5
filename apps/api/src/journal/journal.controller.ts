import {
  inboundEventId,
  type JournalEntry,
  journalPage,
  type JournalQuery,
  journalQuery,
  type Page,
} from '@callboard/contracts';
import { JobProducer, zadarmaInboundEvent } from '@callboard/messaging';
import { Inbox, Journal } from '@callboard/zadarma';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../http/access';
import { inboundEventNotFound } from './journal.errors';

@ApiTags('Journal')
@Controller('journal')
export class JournalController {
  constructor(
    private readonly journal: Journal,
    private readonly inbox: Inbox,
    private readonly producer: JobProducer,
  ) {}

  @Get()
  @Allow('journal.read')
  @ApiOperation({ summary: 'What came in from the PBX, newest first', description: 'Accepted and refused.' })
  @ApiOkResponse({ standardSchema: journalPage })
  list(@Query({ schema: journalQuery }) query: JournalQuery): Promise<Page<JournalEntry>> {
    return this.journal.list(query);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Allow('journal.write')
  @ApiOperation({
    summary: 'Process an accepted event again',
    description: 'A call is a function of its events, so this changes nothing that was right already.',
  })
  @ApiAcceptedResponse()
  async replay(@Param('id', { schema: inboundEventId }) id: string): Promise<void> {
    if (!(await this.inbox.reopen(id))) {
      throw inboundEventNotFound();
    }
    // Without a queue the sweep finds the event.
    await this.producer.enqueue(zadarmaInboundEvent, { inboundEventId: id });
  }
}
