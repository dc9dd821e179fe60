import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { EncryptedDatabase } from '../../../src-main/cache/encrypted-database.ts';
import { openRepositories } from '../../../src-main/cache/open-repositories.ts';

it('a draft that was saved is there after the process was killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drafts-'));
  const file = join(folder, 'people.db');
  const key = randomBytes(32);
  for (let round = 0; round < 3; round += 1) {
    const program = new URL('saving-drafts.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [program, file, key.toString('hex')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const printed = text(child.stdout);
    child.stdout.once('data', () => void pause(50 + round * 37).then(() => child.kill('SIGKILL')));
    const acknowledged = Number((await printed).trim().split('\n').at(-1));
    const database = EncryptedDatabase.open({ file, key, journal: 'wal' });
    const [kept] = openRepositories(database).drafts.list(null);
    database.close();
    expect(acknowledged).toBeGreaterThan(1);
    expect(Number(kept?.content)).toBeGreaterThanOrEqual(acknowledged);
  }
  rmSync(folder, { recursive: true, force: true });
});
