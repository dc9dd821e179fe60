import { join } from 'node:path';

import type { LogArchive } from '../../../src-shared/contract/log-archives.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import type { LogActor, OperationLog } from '../../../src-main/operation-log/operation-log.ts';
import { draft, type Terminal, valueOf } from './a-log.ts';

export const chief: LogActor = {
  userId: 'chief01',
  name: '責任　一郎',
  department: '健康推進課',
  role: 'supervisor',
};

/** One of five people who are looked up again and again. */
export function person(n: number): AddresseeNumber {
  return AddresseeNumber.parse(String(1_000_000_000 + (n % 5)));
}

/** Two mornings of each fiscal year from 2026 on, with so many entries each; the log is closed then. */
export async function workYears(
  terminal: Terminal,
  years: number,
  entries: number,
  changes: Parameters<Terminal['open']>[0] = {},
): Promise<void> {
  for (let year = 0; year < years; year += 1) {
    for (const morning of [`${2026 + year}-05-11T00:00:00.000Z`, `${2027 + year}-02-10T00:00:00.000Z`]) {
      terminal.now = new Date(morning);
      const log = await terminal.open(changes);
      for (let n = 0; n < entries; n += 1) {
        valueOf(await log.append(draft({ subjects: [person(n), person(n + 1)], note: '家族の依頼' })));
      }
      await log.archives.settled();
      await log.close();
    }
  }
}

export async function archivesOf(log: OperationLog): Promise<readonly LogArchive[]> {
  return valueOf(await log.archives.list());
}

export function inFolder(terminal: Terminal, name: string): string {
  return join(terminal.folder, name);
}
