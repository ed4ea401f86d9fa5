export { ChangedNumbers } from './changed-numbers.service';
export { contactSearchText, searchFragments } from './contact-search';
export { ContactsModule } from './contacts.module';
export { type ContactCandidate } from './contacts.repository';
export { type ContactChange, ContactsService } from './contacts.service';
export { type ExternalContactChange, ExternalContacts } from './external-contacts.service';
export {
  type ContactImport,
  type ContactImportResult,
  ContactImports,
} from './import/contact-import.service';
export { isPhoneCountry, normalizePhone } from './normalize-phone';
