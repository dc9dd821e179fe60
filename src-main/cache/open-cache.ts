import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { problem } from '../../src-shared/contract/problem.ts';
import { CacheConnection } from './cache-connection.ts';
import type { CacheOpening, CacheOptions } from './cache.ts';
import { type DatabaseFailure, deleteDatabase } from './encrypted-database.ts';

type Opened = Extract<CacheOpening, { ok: true }>;

/** Opens the local copy, or makes an empty one. One that can't be read is deleted and made anew: VRS has all of it. */
export async function openCache(options: CacheOptions): Promise<CacheOpening> {
  try {
    await mkdir(path.dirname(options.file), { recursive: true, mode: 0o700 });
  } catch {
    return refusal('read-only');
  }
  const existed = existsSync(options.file);
  const first = await connect(options, existed ? 'kept' : 'new');
  if (typeof first !== 'string') return first;
  if (first !== 'corrupted' && first !== 'wrong-key') return refusal(first);
  // SECURITY: H53 — recovery is to discard and fetch again, never to read around the damage.
  deleteDatabase(options.file);
  const second = await connect(options, first === 'corrupted' ? 'damaged' : 'wrong-key');
  return typeof second === 'string' ? refusal(second) : second;
}

async function connect(options: CacheOptions, was: Opened['was']): Promise<Opened | DatabaseFailure> {
  const started = await CacheConnection.start(options);
  if (!started.ok) return started.failure;
  const { connection, repositories } = started;
  return {
    ok: true,
    was,
    cache: {
      ...repositories,
      openTicketPort: () => connection.openTicketPort(),
      close: () => connection.close(),
      discard: async () => {
        await connection.close();
        deleteDatabase(options.file);
      },
    },
  };
}

function refusal(failure: DatabaseFailure): CacheOpening {
  const because = failure === 'from-future' ? 'version' : 'disk';
  return { ok: false, because, problem: problem('cache-unavailable') };
}
