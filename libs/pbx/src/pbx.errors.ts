import { DomainError } from '@callboard/platform';

export const extensionNotFound = (number: string): DomainError<'extension_not_found'> =>
  new DomainError('extension_not_found', 'There is no such extension. Fetch the PBX again.', {
    details: { number },
  });

export const employeeNotFound = (id: string): DomainError<'employee_not_found'> =>
  new DomainError('employee_not_found', 'There is no such employee. Choose one from the list.', {
    details: { id },
  });

export const syncRunning = (): DomainError<'sync_running'> =>
  new DomainError('sync_running', 'The PBX is being fetched already. Wait until it is done.');
