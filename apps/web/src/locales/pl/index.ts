import calls from './calls.json';
import common from './common.json';
import contacts from './contacts.json';
import people from './people.json';
import problems from './problems.json';
import recordings from './recordings.json';
import welcome from './welcome.json';

export const pl = { calls, common, contacts, people, problems, recordings, welcome };
