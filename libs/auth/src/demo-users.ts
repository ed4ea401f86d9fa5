import type { Role } from '@callboard/contracts';

/** Somebody a visitor of the demo may sign in as. */
export interface DemoUser {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: Role;
}

/** The people of the demo's company. Their passwords are shown on its sign-in page and exist nowhere else. */
export const demoUsers: readonly DemoUser[] = [
  { name: 'Anna Nowak', email: 'anna@demo.callboard.example', password: 'demo-anna-2026', role: 'admin' },
  { name: 'Jan Kowalski', email: 'jan@demo.callboard.example', password: 'demo-jan-2026', role: 'agent' },
  {
    name: 'Olena Shevchenko',
    email: 'olena@demo.callboard.example',
    password: 'demo-olena-2026',
    role: 'agent',
  },
  {
    name: 'Piotr Zieliński',
    email: 'piotr@demo.callboard.example',
    password: 'demo-piotr-2026',
    role: 'agent',
  },
];
