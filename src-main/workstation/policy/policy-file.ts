import { constants } from 'node:fs';
import { open, type FileHandle, stat } from 'node:fs/promises';
import path from 'node:path';

import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { PolicySource } from './machine-policy.ts';

export const POLICY_FILE = '/etc/vaccination-record-workstation/policy.json';
const MOST_BYTES = 100_000;
const WRITABLE_BY_OTHERS = 0o022;

/** The policy as a file. `owner`: the user who alone may write it and its folder, root but in tests. */
export function policyFile(file = POLICY_FILE, owner = 0): PolicySource {
  return { read: () => readPolicyFile(file, owner) };
}

async function readPolicyFile(file: string, owner: number): Promise<Outcome<unknown>> {
  let handle: FileHandle;
  try {
    // A link would move the question of who may write to somewhere else.
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    return isMissing(error) ? ok(undefined) : failed('policy-invalid', { field: file });
  }
  try {
    // What was opened is looked at, not what now bears its name.
    const [own, folder] = await Promise.all([handle.stat(), stat(path.dirname(file))]);
    const isProtected = [own, folder].every(
      ({ uid, mode }) => uid === owner && (mode & WRITABLE_BY_OTHERS) === 0,
    );
    if (!isProtected) return failed('policy-unprotected', { place: file });
    if (!own.isFile() || own.size > MOST_BYTES) return failed('policy-invalid', { field: file });
    return ok(JSON.parse(await handle.readFile('utf8')));
  } catch {
    return failed('policy-invalid', { field: file });
  } finally {
    await handle.close();
  }
}

/** No file, or no folder for it. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
