import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { app } from 'electron';

import { systemClock } from '../../src-shared/domain/clock.ts';
import { credentialStore } from '../keychain/keyring-secret-store.ts';
import type { CommandLine } from '../provisioning/command-line.ts';
import { passphrasesFrom } from '../provisioning/passphrase.ts';
import { exitCodes } from '../provisioning/refusals.ts';
import { runCommand } from '../provisioning/run.ts';
import { systemPolicy } from '../workstation/policy/system-policy.ts';
import { silenceChromium } from './background-network.ts';
import { chooseClientCertificate, importClientCertificate } from './client-certificate.ts';
import { installation } from './installation.ts';
import { dataFolder } from './paths.ts';
import { refuseServerPrompts } from './server-prompts.ts';
import type { LaunchArguments } from './launch-arguments.ts';
import { vrsTransport } from './vrs-network.ts';

/**
 * Carries out a command of the IT section instead of opening a window, and ends the process with its code. What Chromium writes by
 * itself goes to a folder that ends with the process: the terminal's own may be about to be removed.
 */
export async function runCommandAndEnd(commandLine: CommandLine, launch: LaunchArguments): Promise<void> {
  const folder = dataFolder(launch);
  const chromium = mkdtempSync(path.join(os.tmpdir(), 'workstation-command-'));
  process.once('exit', () => rmSync(chromium, { recursive: true, force: true }));
  app.setPath('userData', chromium);
  silenceChromium();
  refuseServerPrompts();
  const code = await runCommand(commandLine, {
    folder,
    policy: systemPolicy(),
    secretsOf: credentialStore,
    clock: systemClock,
    hostName: os.hostname(),
    isPackaged: app.isPackaged,
    version: app.getVersion(),
    platform: process.platform,
    passphrases: passphrasesFrom(process.stdin, process.stderr),
    say: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    installation: installation(),
    connect: async (profile, secrets) => {
      await app.whenReady();
      chooseClientCertificate(profile);
      await importClientCertificate(profile, folder, secrets);
      return { transport: vrsTransport(profile, systemClock), close: () => Promise.resolve() };
    },
    workers: {
      logVerification: new URL('./log-verification-worker.js', import.meta.url),
      logReading: new URL('./log-reading-worker.js', import.meta.url),
    },
  }).catch((thrown: unknown) => {
    // SECURITY: H36 — the place of a bug, never its words.
    process.stderr.write(`不具合のため終わります：${thrown instanceof Error ? thrown.name : 'unknown'}\n`);
    return exitCodes.unexpected;
  });
  app.exit(code);
}
