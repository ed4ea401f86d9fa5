import { EntitySchema } from 'typeorm';

/**
 * Stands for a table of another room in a room's own specs: `@ForeignKey('employees')` needs the referred table to
 * be known, and a room may not import it.
 */
export function foreignTable(name: string): EntitySchema {
  return new EntitySchema({ name, tableName: name, columns: { id: { type: 'uuid', primary: true } } });
}
