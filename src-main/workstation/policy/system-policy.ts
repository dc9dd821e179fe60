import { ok } from '../../../src-shared/contract/problem.ts';
import type { PolicySource } from './machine-policy.ts';
import { policyFile } from './policy-file.ts';
import { policyRegistry } from './policy-registry.ts';

/** Where this system keeps what its administrator has decided. macOS is for development alone and has none. */
export function systemPolicy(platform: NodeJS.Platform = process.platform): PolicySource {
  if (platform === 'win32') return policyRegistry();
  if (platform === 'linux') return policyFile();
  return { read: () => Promise.resolve(ok(undefined)) };
}
