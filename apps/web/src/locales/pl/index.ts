import callRequests from './call-requests.json';
import calls from './calls.json';
import common from './common.json';
import contacts from './contacts.json';
import people from './people.json';
import problems from './problems.json';
import recordings from './recordings.json';
import settings from './settings.json';
import welcome from './welcome.json';

export const pl = { callRequests, calls, common, contacts, people, problems, recordings, settings, welcome };
