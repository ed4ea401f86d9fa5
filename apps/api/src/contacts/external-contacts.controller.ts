import { ExternalContacts } from '@callboard/contacts';
import {
  type Contact,
  contact,
  contactExternalName,
  type ContactExternalName,
  type CreateContactBody,
  createContactBody,
} from '@callboard/contracts';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Body, Controller, Param, Put, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../http/access';
import { Rematching } from './rematching.service';

@ApiTags('Contacts')
@Controller('contacts/external')
export class ExternalContactsController {
  constructor(
    private readonly contacts: ExternalContacts,
    private readonly settings: ZadarmaSettingsService,
    private readonly rematching: Rematching,
  ) {}

  @Put(':source/:externalId')
  @Allow('contacts.import')
  @ApiOperation({
    summary: 'Store a contact as another system has it',
    description:
      'For administrators and keys that may write. `source` names the system, `externalId` is how it calls the ' +
      'contact. The contact is then exactly what the body says, also where people had entered something else; an ' +
      'absent field is empty. 201 if it is new, 200 if it was there. The same request again changes nothing.\n\n' +
      'An id that is new belongs to the contact that has one of the numbers and the name, in any order of words, ' +
      'unless `source` calls that one by another id. Otherwise the contact is new, also if its number is somebody ' +
      'else’s too. 503 `contacts_import_running` with `Retry-After` while a file is being stored.',
  })
  @ApiOkResponse({ standardSchema: contact, description: 'It was there, and is now as sent' })
  @ApiCreatedResponse({ standardSchema: contact, description: 'It is new' })
  async put(
    @Param({ schema: contactExternalName }) name: ContactExternalName,
    @Body({ schema: createContactBody }) body: CreateContactBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Contact> {
    const { defaultCountry } = await this.settings.current();
    const { contact: stored, changedNumbers, created } = await this.contacts.put(name, body, defaultCountry);
    await this.rematching.ask(changedNumbers);
    reply.status(created ? 201 : 200);
    return stored;
  }
}
