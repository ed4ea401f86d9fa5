import { callsLimitedTo, type Principal } from '@callboard/auth';
import { CallsService } from '@callboard/calls';
import {
  type CallDetail,
  callDetail,
  type CallItem,
  type CallNote,
  callNote,
  callPage,
  type CallQuery,
  callQuery,
  type CreateNoteBody,
  createNoteBody,
  id,
  type Page,
  type UpdateCallBody,
  updateCallBody,
} from '@callboard/contracts';
import { LiveBus } from '@callboard/messaging';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../http/access';
import { CallPresenter } from '../recordings/call-presenter.service';

@ApiTags('Calls')
@Controller('calls')
export class CallsController {
  constructor(
    private readonly calls: CallsService,
    private readonly presenter: CallPresenter,
    private readonly settings: ZadarmaSettingsService,
    private readonly bus: LiveBus,
  ) {}

  @Get()
  @Allow('calls.read')
  @ApiOperation({
    summary: 'Calls, newest first',
    description:
      'Agents see the calls they took part in or were rung for, and those of the contacts they manage. `from` is ' +
      'inclusive, `to` exclusive. `phone` finds by exact number in any spelling, `q` by part of the number or of the ' +
      'name or company of the contact.',
  })
  @ApiOkResponse({ standardSchema: callPage })
  async list(
    @Query({ schema: callQuery }) query: CallQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CallItem>> {
    const { defaultCountry } = await this.settings.current();
    const { items, nextCursor } = await this.calls.list(query, callsLimitedTo(principal), defaultCountry);
    return { items: await this.presenter.items(items, principal), nextCursor };
  }

  @Get(':id')
  @Allow('calls.read')
  @ApiOperation({ summary: 'One call with everything known about it' })
  @ApiOkResponse({ standardSchema: callDetail })
  async get(
    @Param('id', { schema: id }) callId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CallDetail> {
    return this.presenter.detail(await this.calls.get(callId, callsLimitedTo(principal)), principal);
  }

  @Patch(':id')
  @Allow('calls.write')
  @ApiOperation({
    summary: 'Choose the contact of a call, or set its tags',
    description:
      'The contact is remembered for later calls of the same number; `contactId: null` takes the choice back. ' +
      '`tags` replaces all tags. Absent fields keep their value.',
  })
  @ApiOkResponse({ standardSchema: callDetail })
  async update(
    @Param('id', { schema: id }) callId: string,
    @Body({ schema: updateCallBody }) body: UpdateCallBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CallDetail> {
    const call = await this.calls.update(callId, body, callsLimitedTo(principal));
    await this.bus.publish({ type: 'call.changed', id: call.id, version: call.version });
    return this.presenter.detail(call, principal);
  }

  @Post(':id/notes')
  @Allow('calls.write')
  @ApiOperation({ summary: 'Write a note about a call' })
  @ApiCreatedResponse({ standardSchema: callNote })
  async addNote(
    @Param('id', { schema: id }) callId: string,
    @Body({ schema: createNoteBody }) { text }: CreateNoteBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CallNote> {
    const authorId = principal.kind === 'employee' ? principal.id : null;
    const { note, call } = await this.calls.addNote(callId, text, authorId, callsLimitedTo(principal));
    await this.bus.publish({ type: 'call.changed', ...call });
    return note;
  }
}
