import { AuditService, type Principal } from '@callboard/auth';
import {
  type AssignExtensionBody,
  assignExtensionBody,
  type Extension,
  extension as extensionSchema,
  extensionNumber,
  type Pbx,
  pbx,
} from '@callboard/contracts';
import { callsRefold, JobProducer, pbxSync } from '@callboard/messaging';
import { PbxService } from '@callboard/pbx';
import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../http/access';
import { queueUnavailable } from '../http/queue.errors';

@ApiTags('PBX')
@Controller('pbx')
export class PbxController {
  constructor(
    private readonly pbx: PbxService,
    private readonly producer: JobProducer,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @Allow('pbx.read')
  @ApiOperation({ summary: 'The PBX with its extensions, and how far the last fetch came' })
  @ApiOkResponse({ standardSchema: pbx })
  get(): Promise<Pbx> {
    return this.pbx.overview();
  }

  @Post('sync')
  @HttpCode(202)
  @Allow('pbx.write')
  @ApiOperation({
    summary: 'Fetch the PBX id and the extensions from Zadarma',
    description: 'Runs in the background: `GET /pbx` shows the progress. 409 `sync_running` while one runs.',
  })
  @ApiAcceptedResponse({ standardSchema: pbx })
  async sync(): Promise<Pbx> {
    await this.pbx.startSync();
    if ((await this.producer.enqueue(pbxSync, {})) === 'unavailable') {
      const problem = queueUnavailable('The queue does not answer, so nothing was fetched. Try again later.');
      await this.pbx.failSync(problem.code, problem.message);
      throw problem;
    }
    return this.pbx.overview();
  }

  @Patch('extensions/:number')
  @Allow('pbx.write')
  @ApiOperation({
    summary: 'Give an extension to an employee',
    description:
      'From now on; the first employee of an extension also gets its earlier calls. `employeeId: null` takes it ' +
      'back. The calls follow within seconds. Leaves an audit entry.',
  })
  @ApiOkResponse({ standardSchema: extensionSchema })
  async assign(
    @Param('number', { schema: extensionNumber }) number: string,
    @Body({ schema: assignExtensionBody }) { employeeId }: AssignExtensionBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Extension> {
    const extension = await this.pbx.assign(number, employeeId, (manager, change) =>
      this.audit.record(manager, principal, {
        action: 'extension.assigned',
        targetType: 'extension',
        targetId: number,
        details: change,
      }),
    );
    // Only so that it goes fast: the worker also looks for assignments whose calls were not folded again.
    await this.producer.enqueue(callsRefold, { extension: number });
    return extension;
  }
}
