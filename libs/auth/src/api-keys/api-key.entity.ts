import type { ApiKeyScope } from '@callboard/contracts';
import { Check, Column, CreateDateColumn, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A key of another system; the key itself is stored as a hash. */
@Entity('api_keys')
@Unique('uq_api_keys_key_hash', ['keyHash'])
@Check('ck_api_keys_scope', `scope IN ('read', 'write', 'admin')`)
export class ApiKeyEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  scope: ApiKeyScope;

  /** The first characters of the key, to recognise it by. */
  @Column('text')
  prefix: string;

  @Column('text')
  keyHash: string;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  lastUsedAt: Date | null;
}
