/**
 * With the RunAsNode fuse off, Electron's binary is no Node: `fork` and spawning `process.execPath` start a second app or
 * fail. Here they would work, so they throw.
 */
import childProcess from 'node:child_process';
import cluster from 'node:cluster';
import { realpathSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { UnsupportedElectronApi } from '../strict.ts';
import type { Violate } from '../violations.ts';

const spawners = ['execFile', 'execFileSync', 'spawn', 'spawnSync'] as const;

const isThisBinary = (command: unknown): boolean => {
  if (typeof command !== 'string') return false;
  if (command === process.execPath) return true;
  try {
    return realpathSync(command) === realpathSync(process.execPath);
  } catch {
    return false;
  }
};

/** From here on, for everybody in this process; the host has taken what it needs before. */
export function guardNodeChildren(violate: Violate): void {
  const refuse = (what: string): never => {
    violate('node-child', what);
    throw new UnsupportedElectronApi(`${what} (the packaged binary does not run as Node)`);
  };
  const functions = childProcess as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of spawners) {
    const original = functions[name];
    if (original === undefined) continue;
    functions[name] = (...args) => {
      if (isThisBinary(args[0])) refuse(`child_process.${name}(process.execPath)`);
      return Reflect.apply(original, childProcess, args);
    };
  }
  functions['fork'] = () => refuse('child_process.fork');
  cluster.fork = () => refuse('cluster.fork');
  syncBuiltinESMExports();
}
