import { DomainError } from '@callboard/platform';

export const inboundEventNotFound = (): DomainError =>
  new DomainError('inbound_event_not_found', 'There is no such event in the inbox.');
