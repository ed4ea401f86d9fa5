import { callsLimitedTo, type EmployeePrincipal, type Principal } from '@callboard/auth';
import { CallRequestsService } from '@callboard/calls';
import {
  type CallRequest,
  callRequest as callRequestSchema,
  type CreateCallRequestBody,
  createCallRequestBody,
  id,
} from '@callboard/contracts';
import { callRequestsDial, JobProducer, LiveBus } from '@callboard/messaging';
import { CallShare, ZadarmaSettingsService } from '@callboard/zadarma';
import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentEmployee, CurrentPrincipal } from '../http/access';
import { readIdempotencyKey } from './idempotency-key';

@ApiTags('Call requests')
@Controller('call-requests')
export class CallRequestsController {
  constructor(
    private readonly requests: CallRequestsService,
    private readonly settings: ZadarmaSettingsService,
    private readonly share: CallShare,
    private readonly producer: JobProducer,
    private readonly bus: LiveBus,
  ) {}

  @Post()
  @HttpCode(202)
  @Allow('self')
  @ApiOperation({
    summary: 'Click-to-call: ring my phone, then this number',
    description:
      'Happens at most once: the same `Idempotency-Key`, or the same number within 5 seconds, gives the same request. ' +
      'What happens next comes as `callRequest.changed`. A request that is not dialled within 15 seconds fails. ' +
      '429 `personal_share_used_up` with `Retry-After`: one person gets 40 calls dialled a minute; repeats, and ' +
      'requests that fail at once, do not count and are never refused for that.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Up to 255 visible characters.' })
  @ApiAcceptedResponse({ standardSchema: callRequestSchema })
  async create(
    @Body({ schema: createCallRequestBody }) body: CreateCallRequestBody,
    @Headers('idempotency-key') keyHeader: string | undefined,
    @CurrentEmployee() employee: EmployeePrincipal,
  ): Promise<CallRequest> {
    const idempotencyKey = readIdempotencyKey(keyHeader);
    const { defaultCountry: country } = await this.settings.current();
    const { callRequest, isNew } = await this.requests.request(
      { ...body, employeeId: employee.id, country, idempotencyKey },
      (manager) => this.share.take(employee.id, manager),
    );
    if (isNew) {
      // If the queue does not take it, or only too late, upkeep ends it: a phone that rings later surprises.
      await this.producer.enqueue(callRequestsDial, { callRequestId: callRequest.id });
    }
    const { id: requestId, version, employeeId } = callRequest;
    await this.bus.publish({ type: 'callRequest.changed', id: requestId, version, employeeId });
    return callRequest;
  }

  @Get(':id')
  @Allow('calls.read')
  @ApiOperation({
    summary: 'How far a call request has come',
    description: 'Agents see their own.',
  })
  @ApiOkResponse({ standardSchema: callRequestSchema })
  get(
    @Param('id', { schema: id }) requestId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CallRequest> {
    return this.requests.get(requestId, callsLimitedTo(principal));
  }
}
