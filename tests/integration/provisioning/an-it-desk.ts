import { fromSource } from '../../../src-main/workstation/self-check/installation.ts';
import type { Surroundings } from '../../../src-main/provisioning/surroundings.ts';
import { runCommand } from '../../../src-main/provisioning/run.ts';
import { readCommandLine } from '../../../src-main/provisioning/command-line.ts';
import { noPolicy } from '../../../src-main/workstation/policy/machine-policy.ts';
import { systemClock } from '../../../src-shared/domain/clock.ts';
import { type Municipality, typing } from './a-municipality.ts';

/** What a command printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly said: string;
}

const main = (relative: string): URL => new URL(`../../../src-main/${relative}`, import.meta.url);

/** Runs commands at a terminal of that municipality, in this process. */
export function atDesk(
  city: Municipality,
  change: Partial<Surroundings> = {},
): (...words: string[]) => Promise<Ran> {
  return async (...words) => {
    const read = readCommandLine(words, true);
    if (!read.ok) return { code: 64, said: read.refusal.sentence };
    let said = '';
    const print = (text: string): void => {
      said += text;
    };
    const code = await runCommand(read.value, {
      folder: city.folder,
      policy: { read: () => Promise.resolve({ ok: true, value: noPolicy }) },
      secretsOf: () => city.secrets,
      clock: systemClock,
      hostName: 'HOST-01',
      isPackaged: true,
      version: '0.1.0',
      platform: 'linux',
      passphrases: typing(''),
      say: print,
      complain: print,
      installation: fromSource,
      connect: () => Promise.reject(new Error('not asked for')),
      workers: {
        logVerification: main('operation-log/verification-worker.ts'),
        logReading: main('operation-log/log-reading-worker.ts'),
      },
      ...change,
    });
    return { code, said };
  };
}
