import type { ApiKey, CreateApiKeyBody, CreatedApiKey, Page } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import * as z from 'zod';
import { apiKeyNotFound, cursorNotValid } from '../auth.errors';
import { type Actor, AuditService } from '../audit/audit.service';
import type { ApiKeyPrincipal } from '../principal';
import { hashToken, newSecretToken } from '../secret-token';
import { ApiKeyEntity } from './api-key.entity';

const keyPattern = /^cb_[\w-]{43}$/;
const prefixLength = 10;
const minute = 60_000;

/** Keys with which other systems use the REST interface. */
@Injectable()
export class ApiKeysService {
  constructor(
    @InjectRepository(ApiKeyEntity) private readonly keys: Repository<ApiKeyEntity>,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError `cursor_not_valid` */
  async list({ cursor, limit }: { cursor?: string; limit: number }): Promise<Page<ApiKey>> {
    if (cursor !== undefined && !z.uuid().safeParse(cursor).success) {
      throw cursorNotValid();
    }
    // Ids grow with time, so their order is the order of creation.
    const rows = await this.keys.find({
      where: cursor === undefined ? {} : { id: LessThan(cursor) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    const items = rows.slice(0, limit);
    return {
      items: items.map(toApiKey),
      nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  }

  /** The answer holds the key; it is never shown again. */
  async create({ name, scope }: CreateApiKeyBody, actor: Actor): Promise<CreatedApiKey> {
    const key = `cb_${newSecretToken()}`;
    const row = {
      id: newId(),
      name,
      scope,
      prefix: key.slice(0, prefixLength),
      keyHash: hashToken(key),
      createdAt: this.clock.now(),
      lastUsedAt: null,
    };
    await this.transactions.run(async (manager) => {
      await manager.insert(ApiKeyEntity, row);
      await this.audit.record(manager, actor, {
        action: 'api_key.created',
        targetType: 'api_key',
        targetId: row.id,
        details: { name, scope, prefix: row.prefix },
      });
    });
    return { ...toApiKey(row), key };
  }

  /** Ends the key at once. @throws DomainError `api_key_not_found` */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.transactions.run(async (manager) => {
      const key = await manager.findOneBy(ApiKeyEntity, { id });
      if (!key) {
        throw apiKeyNotFound();
      }
      await manager.delete(ApiKeyEntity, { id });
      await this.audit.record(manager, actor, {
        action: 'api_key.deleted',
        targetType: 'api_key',
        targetId: id,
        details: { name: key.name, scope: key.scope, prefix: key.prefix },
      });
    });
  }

  /** Whose key this is, or null; notes the use, at most once a minute. */
  async identify(key: string): Promise<ApiKeyPrincipal | null> {
    const row = keyPattern.test(key) ? await this.keys.findOneBy({ keyHash: hashToken(key) }) : null;
    if (!row) {
      return null;
    }
    const now = this.clock.now();
    if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= minute) {
      await this.keys.update({ id: row.id }, { lastUsedAt: now });
    }
    return { kind: 'apiKey', id: row.id, name: row.name, scope: row.scope };
  }
}

function toApiKey(row: Omit<ApiKeyEntity, 'keyHash'>): ApiKey {
  const { id, name, scope, prefix, createdAt, lastUsedAt } = row;
  return {
    id,
    name,
    scope,
    prefix,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
