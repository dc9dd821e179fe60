import { randomUUID } from 'node:crypto';
import { open, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

import { PROFILE_FILE } from '../profile.ts';
import { failed, type Finding, notChecked, passed } from './finding.ts';

const GIB = 1_073_741_824;
/** The copy of a large city and one file of a million rows fit. */
const LEAST_FREE = GIB;
const PROBE_BYTES = 65_536;

/** Free space, and that what is written reaches the disk. */
export async function checkDisk(folder: string): Promise<Finding> {
  const probe = path.join(folder, `.self-check-${randomUUID()}`);
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const words = `空き ${(free / GIB).toFixed(1)} GiB。`;
    if (free < LEAST_FREE) return failed(`${words}1 GiB 以上になるように、空き容量を増やしてください。`);
    const file = await open(probe, 'wx', 0o600);
    try {
      await file.writeFile(Buffer.alloc(PROBE_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
    return passed(`${words}書き込めます。`);
  } catch (error) {
    const code = codeOf(error);
    return failed(
      `データのフォルダーに書き込めません（${code}）。フォルダーの権限とディスクを確かめてください。`,
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

const FOR_OTHERS = 0o077;

/** SECURITY: H52 — nobody but this account reads what lies here. */
export async function checkDataFolder(folder: string): Promise<Finding> {
  const own = process.getuid?.();
  if (own === undefined) return notChecked('Windows では、利用者ごとのフォルダーの権限を OS が守ります。');
  try {
    for (const place of [folder, path.join(folder, PROFILE_FILE)]) {
      const { uid, mode } = await stat(place);
      if (uid !== own || (mode & FOR_OTHERS) !== 0) {
        return failed(
          'ほかの利用者が読めるか、持ち主が違います。設定を適用し直してください（--apply が権限を直します）。',
        );
      }
    }
    return passed('この利用者だけが読み書きできます。');
  } catch (error) {
    return failed(`フォルダーを確かめられません（${codeOf(error)}）。設定を適用し直してください。`);
  }
}

/** Errors of the system alone; anything else is a bug. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
