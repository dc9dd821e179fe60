import { appendFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { app, BrowserWindow, dialog, Menu, protocol } from 'electron';

import type { Problem } from '../../src-shared/contract/problem.ts';
import { systemClock } from '../../src-shared/domain/clock.ts';
import { type Application, createApplication } from '../application.ts';
import type { Incident } from '../gateway/incident.ts';
import { credentialStore } from '../keychain/keyring-secret-store.ts';
import type { EffectiveProfile } from '../workstation/policy/apply-policy.ts';
import { readMachinePolicy } from '../workstation/policy/machine-policy.ts';
import { systemPolicy } from '../workstation/policy/system-policy.ts';
import { profileForStart } from '../workstation/profile-trust.ts';
import type { Profile } from '../workstation/profile.ts';
import { APP_PAGE, APP_SCHEME, AssetManifest, assetServer } from './asset-server.ts';
import { silenceChromium } from './background-network.ts';
import { connectWindow } from './call-channel.ts';
import { chooseClientCertificate, importClientCertificate } from './client-certificate.ts';
import { reportCrashes } from './crashes.ts';
import { chooseFileWith, chooseTargetWith } from './file-dialog.ts';
import { installation } from './installation.ts';
import type { LaunchArguments } from './launch-arguments.ts';
import { createMainWindow } from './main-window.ts';
import { guardNavigation } from './navigation-guard.ts';
import { dataFolder } from './paths.ts';
import { lockWhenAway } from './power.ts';
import { printWith } from './printing.ts';
import { refuseServerPrompts } from './server-prompts.ts';
import { hardenedUiSession } from './ui-session.ts';
import { versions } from './versions.ts';
import { vrsTransport } from './vrs-network.ts';

const built = (relative: string): URL => new URL(relative, import.meta.url);

/** SECURITY: H17 — a scheme of our own instead of file://, with no privilege but to be a normal, secure origin. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true } },
  ]);
}

/** From the command line to the first picture. Ends the process where it may not or cannot go on. SECURITY: P8. */
export async function startApp(launch: LaunchArguments): Promise<void> {
  const folder = dataFolder(launch);
  app.setPath('userData', folder);
  // SECURITY: H70 — one instance for a data folder; a second start only brings the first to the front.
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('接種記録ワークステーションは、もう起動しています。\n');
    app.exit(3);
    return;
  }
  silenceChromium();
  reportCrashes((incident) => writeIncident(folder, incident));
  refuseServerPrompts();
  guardNavigation();
  Menu.setApplicationMenu(null); // SECURITY: H10
  await app.whenReady();
  // SECURITY: H40 — names are resolved by the system alone.
  app.configureHostResolver({ enableBuiltInResolver: false, secureDnsMode: 'off', secureDnsServers: [] });

  await mkdir(folder, { recursive: true, mode: 0o700 }); // SECURITY: H52
  const policy = await readMachinePolicy(systemPolicy());
  if (!policy.ok) return refuseToStart(policy.problem);
  const effective = await profileForStart({
    folder,
    policy: policy.value,
    secretsOf: credentialStore,
    isPackaged: app.isPackaged,
  });
  if (!effective.ok) return refuseToStart(effective.problem);
  const application = await buildApplication(effective.value, folder);
  if (!application) return;

  const window = await openWindow(application, effective.value.profile);
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  endWhenClosed(application);
}

async function buildApplication(
  { profile, fromPolicy }: EffectiveProfile,
  folder: string,
): Promise<Application | undefined> {
  const secrets = credentialStore(profile.installationId);
  chooseClientCertificate(profile);
  await importClientCertificate(profile, folder, secrets);
  const application = await createApplication(profile, {
    folder,
    transport: vrsTransport(profile, systemClock),
    secrets,
    clock: systemClock,
    chooseFile: chooseFileWith(dialog),
    chooseTarget: chooseTargetWith(dialog),
    print: printWith(() => BrowserWindow.getAllWindows()[0]?.webContents),
    versions: versions(),
    fromPolicy,
    installation: installation(),
    workers: {
      cache: built('./cache-worker.js'),
      logVerification: built('./log-verification-worker.js'),
      logReading: built('./log-reading-worker.js'),
      fileCheck: built('./file-check-worker.js'),
    },
    reportIncident: (incident) => writeIncident(folder, incident),
  });
  if (application.ok) return application.value;
  refuseToStart(application.problem);
  return undefined;
}

async function openWindow(application: Application, profile: Profile): Promise<BrowserWindow> {
  const root = new URL('../renderer/', import.meta.url);
  const manifest = AssetManifest.parse(
    JSON.parse(await readFile(built('../renderer-manifest.json'), 'utf8')),
  );
  const read = async (asset: string): Promise<Uint8Array<ArrayBuffer>> =>
    Uint8Array.from(await readFile(new URL(asset.slice(1), root)));
  const ui = hardenedUiSession(assetServer({ manifest, read }));
  const window = createMainWindow(
    ui,
    path.join(import.meta.dirname, '../preload/preload.cjs'),
    profile.contentProtection,
  );
  const disconnect = connectWindow(window, application.gateway, application.events);
  const stopWatching = lockWhenAway(profile.idleMinutes, () => application.lock());
  window.on('closed', () => {
    stopWatching();
    disconnect();
  });
  // A crashed page comes back by itself; what it showed is gone, what the main process does goes on.
  window.webContents.on('render-process-gone', () => {
    application.lock();
    window.webContents.reload();
  });
  await window.loadURL(APP_PAGE);
  return window;
}

function endWhenClosed(application: Application): void {
  let closed = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void application.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

function refuseToStart(problem: Problem): void {
  process.stderr.write(`${problem.sentence}（${problem.code}）\n`);
  dialog.showErrorBox('接種記録ワークステーション', `${problem.sentence}\n（${problem.code}）`);
  app.exit(78);
}

/** SECURITY: P3 — an incident holds no message and no value, only what is needed to find the bug. */
function writeIncident(folder: string, incident: Incident): void {
  const line = JSON.stringify({ time: new Date().toISOString(), ...incident });
  try {
    appendFileSync(path.join(folder, 'incidents.jsonl'), `${line}\n`, { mode: 0o600 });
  } catch {
    // A full disk must not turn one bug into another.
  }
  if (!app.isPackaged) process.stderr.write(`incident ${line}\n`);
}
