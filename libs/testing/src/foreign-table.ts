import { Entity, PrimaryColumn } from 'typeorm';

/**
 * Stands for a table of another room in a room's own specs: `@ForeignKey('employees')` needs the referred table to
 * be known, and a room may not import it. A class, because TypeORM resolves a class's keys among classes only.
 */
export function foreignTable(name: string): new () => { id: string } {
  class ForeignTable {
    id: string;
  }
  PrimaryColumn('uuid')(ForeignTable.prototype, 'id');
  Entity(name)(ForeignTable);
  return ForeignTable;
}
