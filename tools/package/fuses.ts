import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import {
  flipFuses,
  FuseState,
  FuseV1Options,
  FuseVersion,
  getCurrentFuseWire,
  type FuseConfig,
} from '@electron/fuses';

/** Every switch that is burnt into Electron's binary, in the order of the wire. */
const fuseNames = [
  'RunAsNode',
  'EnableCookieEncryption',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
  'LoadBrowserProcessSpecificV8Snapshot',
  'GrantFileProtocolExtraPrivileges',
  'WasmTrapHandlers',
] as const satisfies readonly (keyof typeof FuseV1Options)[];

export type FuseName = (typeof fuseNames)[number];
export type FuseSettings = Readonly<Record<FuseName, boolean>>;
export type FuseReading = Readonly<Record<FuseName, 'on' | 'off' | 'removed' | 'untouched'>>;

/** SECURITY: H65 — what a packed app can't be talked into, whatever its surroundings say. */
const release: FuseSettings = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false, // on without a snapshot file of its own, Electron crashes
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

/** A test build lets a test runner attach, and differs in nothing else. */
export function wantedFuses(kind: 'release' | 'e2e'): FuseSettings {
  return kind === 'release' ? release : { ...release, EnableNodeCliInspectArguments: true };
}

export type FlipFuses = (binary: string, config: FuseConfig) => Promise<unknown>;

/**
 * Sets all fuses of a binary and reads them back from the file.
 * A fuse that this list doesn't know (a newer Electron) or that doesn't read as wanted ends the packing.
 */
export async function burnFuses(
  binary: string,
  wanted: FuseSettings,
  flip: FlipFuses = flipFuses,
): Promise<FuseReading> {
  await flip(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: wanted.RunAsNode,
    [FuseV1Options.EnableCookieEncryption]: wanted.EnableCookieEncryption,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: wanted.EnableNodeOptionsEnvironmentVariable,
    [FuseV1Options.EnableNodeCliInspectArguments]: wanted.EnableNodeCliInspectArguments,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: wanted.EnableEmbeddedAsarIntegrityValidation,
    [FuseV1Options.OnlyLoadAppFromAsar]: wanted.OnlyLoadAppFromAsar,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: wanted.LoadBrowserProcessSpecificV8Snapshot,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: wanted.GrantFileProtocolExtraPrivileges,
    [FuseV1Options.WasmTrapHandlers]: wanted.WasmTrapHandlers,
  });
  const found = await readFuses(binary);
  const wrong = fuseNames.filter((name) => found[name] !== (wanted[name] ? 'on' : 'off'));
  if (wrong.length > 0) {
    const list = wrong.map((name) => `${name}=${found[name]}`).join(', ');
    throw new Error(`The fuses of ${path.basename(binary)} do not read back as wanted: ${list}`);
  }
  return found;
}

const readings: ReadonlyMap<FuseState | undefined, FuseReading[FuseName]> = new Map([
  [FuseState.ENABLE, 'on'],
  [FuseState.DISABLE, 'off'],
  [FuseState.REMOVED, 'removed'],
]);

export async function readFuses(binary: string): Promise<FuseReading> {
  const wire = await getCurrentFuseWire(binary);
  const reading = (name: FuseName): FuseReading[FuseName] =>
    readings.get(wire[FuseV1Options[name]]) ?? 'untouched';
  return {
    RunAsNode: reading('RunAsNode'),
    EnableCookieEncryption: reading('EnableCookieEncryption'),
    EnableNodeOptionsEnvironmentVariable: reading('EnableNodeOptionsEnvironmentVariable'),
    EnableNodeCliInspectArguments: reading('EnableNodeCliInspectArguments'),
    EnableEmbeddedAsarIntegrityValidation: reading('EnableEmbeddedAsarIntegrityValidation'),
    OnlyLoadAppFromAsar: reading('OnlyLoadAppFromAsar'),
    LoadBrowserProcessSpecificV8Snapshot: reading('LoadBrowserProcessSpecificV8Snapshot'),
    GrantFileProtocolExtraPrivileges: reading('GrantFileProtocolExtraPrivileges'),
    WasmTrapHandlers: reading('WasmTrapHandlers'),
  };
}

/** Adds what was read from one target's binary to the record that goes with the packages. */
export async function recordFuses(file: string, target: string, found: FuseReading): Promise<void> {
  const before: unknown = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  const targets = { ...(typeof before === 'object' ? before : {}), [target]: found };
  await writeFile(file, `${JSON.stringify(targets, null, 2)}\n`);
}
