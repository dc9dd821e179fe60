import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { parts } from '../prepare/debian-packages.ts';

const TRIAL = path.join(import.meta.dirname, 'try-recording.ts');

/** Why packets cannot be recorded on this machine, in Japanese; undefined where they can, which is tried. */
export function whyNotRecorded(): string | undefined {
  if (process.platform !== 'linux') return 'Linux の名前空間が要る';
  if (process.getuid?.() !== 0) return 'root の権限が要る';
  if (!parts.recorder.present()) return `${parts.recorder.packages.join('・')} がない`;
  const namespace = `vrs-try-${process.pid}`;
  const made = netns('add', namespace);
  const recorded = made && netns('exec', namespace, process.execPath, TRIAL);
  if (made) netns('delete', namespace);
  return recorded ? undefined : 'この環境では名前空間を作れない';
}

const netns = (...words: readonly string[]): boolean =>
  spawnSync('ip', ['netns', ...words], { stdio: 'ignore', timeout: 20_000 }).status === 0;
