import { AuditService, type Principal } from '@callboard/auth';
import { ContactImports } from '@callboard/contacts';
import {
  contactImportLimits,
  type ContactImportQuery,
  contactImportQuery,
  type ContactImportReport,
  contactImportReport,
} from '@callboard/contracts';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { takesCsv } from '../http/accept-bodies';
import { Allow, CurrentPrincipal } from '../http/access';
import { readFile } from '../http/read-file';
import { Rematching } from './rematching.service';

@ApiTags('Contacts')
@Controller('contacts/import')
export class ContactImportController {
  constructor(
    private readonly imports: ContactImports,
    private readonly settings: ZadarmaSettingsService,
    private readonly audit: AuditService,
    private readonly rematching: Rematching,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow('contacts.import')
  @RouteConfig(takesCsv)
  @ApiOperation({
    summary: 'Take contacts from a CSV file',
    description:
      'For administrators and keys that may write. The first row names the columns; comma, semicolon or tab, and ' +
      'UTF-8, UTF-16 or Windows-1250 are found out (or say it: `text/csv; charset=…`). `columns=name,phone,ignore` says ' +
      'what each column holds if its Polish or English name does not. At most 10 MiB and 50,000 rows. `dryRun=true` ' +
      'says what would happen.\n\n' +
      'Rows that cannot be taken are left out and listed in `problems`; all others are stored, together or not at ' +
      'all. A row is the contact that has its external id in `source`, else the one that has one of its numbers and ' +
      'its name. What is stored stays: a row fills in a missing company or manager and adds numbers. With ' +
      '`overwrite=true` it also replaces name, company and manager, and then a number that only one contact has is ' +
      'enough. Nothing is ever removed, and the same file again changes nothing. Leaves an audit entry.',
  })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', example: 'Nazwa;Firma;Telefon\r\nJan Kowalski;ACME;600 100 200' } })
  @ApiOkResponse({ standardSchema: contactImportReport })
  async import(
    @Query({ schema: contactImportQuery }) query: ContactImportQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<ContactImportReport> {
    const { dryRun, ...how } = query;
    const { defaultCountry: country } = await this.settings.current();
    const file = { ...how, country, ...(await readFile(request, contactImportLimits.bytes)) };
    if (dryRun) {
      return this.imports.preview(file);
    }
    const { report, changedNumbers } = await this.imports.run(file, (manager, { added, updated }) =>
      this.audit.record(manager, principal, {
        action: 'contacts.imported',
        targetType: 'contacts',
        targetId: null,
        details: { added, updated, source: how.source, overwrite: how.overwrite },
      }),
    );
    await this.rematching.ask(changedNumbers);
    return report;
  }
}
