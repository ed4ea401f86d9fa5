import { CallsService } from '@callboard/calls';
import { ContactsService } from '@callboard/contacts';
import {
  type Contact,
  contact,
  contactPage,
  type ContactQuery,
  contactQuery,
  type CreateContactBody,
  createContactBody,
  id,
  type Page,
  type UpdateContactBody,
  updateContactBody,
} from '@callboard/contracts';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow } from '../http/access';
import { Rematching } from './rematching.service';

@ApiTags('Contacts')
@Controller('contacts')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly settings: ZadarmaSettingsService,
    private readonly rematching: Rematching,
    private readonly calls: CallsService,
  ) {}

  @Get()
  @Allow('contacts.read')
  @ApiOperation({
    summary: 'Contacts by name',
    description:
      '`phone` finds by exact number in any spelling, `q` by fragments of name, company or number.',
  })
  @ApiOkResponse({ standardSchema: contactPage })
  async list(@Query({ schema: contactQuery }) query: ContactQuery): Promise<Page<Contact>> {
    return this.contacts.list(query, await this.country());
  }

  @Post()
  @Allow('contacts.write')
  @ApiOperation({
    summary: 'Add a contact',
    description:
      'Numbers without a country code are read in the default country of the settings. Calls from and to the ' +
      'numbers are matched with the contact, earlier ones too.',
  })
  @ApiCreatedResponse({ standardSchema: contact })
  async create(@Body({ schema: createContactBody }) body: CreateContactBody): Promise<Contact> {
    const change = await this.contacts.create(body, await this.country());
    await this.rematching.ask(change.changedNumbers);
    return change.contact;
  }

  @Get(':id')
  @Allow('contacts.read')
  @ApiOperation({ summary: 'One contact' })
  @ApiOkResponse({ standardSchema: contact })
  get(@Param('id', { schema: id }) contactId: string): Promise<Contact> {
    return this.contacts.get(contactId);
  }

  @Patch(':id')
  @Allow('contacts.write')
  @ApiOperation({
    summary: 'Change a contact',
    description: 'Absent fields keep their value; `phones` replaces the whole list.',
  })
  @ApiOkResponse({ standardSchema: contact })
  async update(
    @Param('id', { schema: id }) contactId: string,
    @Body({ schema: updateContactBody }) body: UpdateContactBody,
  ): Promise<Contact> {
    const change = await this.contacts.update(contactId, body, await this.country());
    await this.rematching.ask(change.changedNumbers);
    return change.contact;
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('contacts.write')
  @ApiOperation({ summary: 'Delete a contact', description: 'Its calls stay.' })
  @ApiNoContentResponse()
  async remove(@Param('id', { schema: id }) contactId: string): Promise<void> {
    // Also numbers it did not have: somebody may have chosen it for their calls.
    const shown = await this.calls.numbersOfContact(contactId);
    const { changedNumbers } = await this.contacts.remove(contactId, shown);
    await this.rematching.ask(changedNumbers);
  }

  private async country(): Promise<string> {
    return (await this.settings.current()).defaultCountry;
  }
}
