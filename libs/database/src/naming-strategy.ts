import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
const tableName = (table: Table | string): string =>
  (typeof table === 'string' ? table : table.name).split('.').at(-1) ?? '';

/** Columns in snake_case and constraints with readable names: `pk_calls`, `uq_calls_pbx_call_id`, `fk_call_legs_call_id`. */
export class SnakeNamingStrategy extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, custom: string | undefined, prefixes: string[]): string {
    return custom ?? [...prefixes, property].map(snake).join('_');
  }

  override primaryKeyName(table: Table | string): string {
    return `pk_${tableName(table)}`;
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return ['uq', tableName(table), ...columns].join('_');
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return ['fk', tableName(table), ...columns].join('_');
  }

  override indexName(table: Table | string, columns: string[]): string {
    return ['ix', tableName(table), ...columns].join('_');
  }

  override checkConstraintName(table: Table | string, expression: string, isEnum?: boolean): string {
    return isEnum ? super.checkConstraintName(table, expression, isEnum) : `ck_${tableName(table)}`;
  }
}
