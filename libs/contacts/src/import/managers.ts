import { type RowProblem, rowProblem } from './import-problem';
import { nameKey } from './name-key';

/** Somebody a contact may be given to. */
export interface Manager {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Those a contact may be given to, by what a file calls them. */
export class Managers {
  private readonly byEmail: ReadonlyMap<string, Manager>;
  private readonly byName: ReadonlyMap<string, readonly Manager[]>;

  constructor(managers: readonly Manager[]) {
    this.byEmail = new Map(managers.map((manager) => [manager.email.toLowerCase(), manager]));
    const byName = new Map<string, Manager[]>();
    for (const manager of managers) {
      const key = nameKey(manager.name);
      byName.set(key, [...(byName.get(key) ?? []), manager]);
    }
    this.byName = byName;
  }

  /** By e-mail address or by name; nobody is meant by an empty text. */
  find(text: string): { readonly id: string | null } | { readonly problem: RowProblem } {
    if (text === '') {
      return { id: null };
    }
    const byEmail = this.byEmail.get(text.toLowerCase());
    const [manager, another] = byEmail ? [byEmail] : (this.byName.get(nameKey(text)) ?? []);
    if (!manager) {
      return { problem: rowProblem('manager_unknown', { value: text }) };
    }
    return another ? { problem: rowProblem('manager_ambiguous', { value: text }) } : { id: manager.id };
  }
}
