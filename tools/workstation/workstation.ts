/**
 * npm run workstation -- …: the commands with which the IT section makes terminals, on Node. The packaged app has the same ones
 * (docs/provisioning.md); this entry needs no Electron and no window.
 */
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { systemClock } from '../../src-shared/domain/clock.ts';
import { credentialStore } from '../../src-main/keychain/keyring-secret-store.ts';
import { readCommandLine } from '../../src-main/provisioning/command-line.ts';
import { passphrasesFrom } from '../../src-main/provisioning/passphrase.ts';
import { exitCodes } from '../../src-main/provisioning/refusals.ts';
import { runCommand } from '../../src-main/provisioning/run.ts';
import { usage } from '../../src-main/provisioning/usage.ts';
import { systemPolicy } from '../../src-main/workstation/policy/system-policy.ts';
import { fromSource } from '../../src-main/workstation/self-check/installation.ts';
import { connectFromNode } from './node-connection.ts';

const root = path.resolve(import.meta.dirname, '../..');
const built = path.join(root, 'out');
const main = (relative: string): URL => new URL(`../../src-main/${relative}`, import.meta.url);

/** As the app finds it (src-main/shell/paths.ts). */
function defaultFolder(): string {
  const { LOCALAPPDATA, XDG_CONFIG_HOME } = process.env;
  const local = process.platform === 'win32' ? LOCALAPPDATA : XDG_CONFIG_HOME;
  return path.join(local ?? path.join(os.homedir(), '.config'), 'VaccinationRecordWorkstation');
}

async function run(words: readonly string[]): Promise<number> {
  const read = readCommandLine(words, true);
  if (!read.ok) {
    process.stderr.write(`できません：${read.refusal.sentence}\n\n${usage}`);
    return exitCodes[read.refusal.reason];
  }
  const { data } = read.value;
  const folder = path.resolve(data ?? defaultFolder());
  return runCommand(read.value, {
    folder,
    policy: systemPolicy(),
    secretsOf: credentialStore,
    clock: systemClock,
    hostName: os.hostname(),
    isPackaged: false,
    version: process.env['npm_package_version'] ?? '',
    platform: process.platform,
    passphrases: passphrasesFrom(process.stdin, process.stderr),
    say: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    installation: existsSync(path.join(built, 'renderer-manifest.json'))
      ? { ...fromSource, built: new URL(`file://${built}/`) }
      : fromSource,
    connect: (profile, secrets) => connectFromNode(profile, folder, secrets),
    workers: {
      logVerification: main('operation-log/verification-worker.ts'),
      logReading: main('operation-log/log-reading-worker.ts'),
    },
  });
}

const code = await run(process.argv.slice(2));
// A call to the credential store that was given up holds a thread for which the end would wait.
process.exit(code);
