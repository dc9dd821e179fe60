import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { Link } from './link.ts';

/** Starts a program in the app's namespace. */
export function inside({ namespace }: Link, program: string, ...words: readonly string[]): ChildProcess {
  return spawn('ip', ['netns', 'exec', namespace, program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits until the program says that it is ready. */
export async function says(stream: NodeJS.ReadableStream | null, wanted: RegExp): Promise<void> {
  if (!stream) throw new Error('a program without output');
  for await (const line of createInterface({ input: stream })) if (wanted.test(line)) return;
  throw new Error(`never said: ${String(wanted)}`);
}

/** From when this resolves on, the headers of every packet of the namespace go to the file. */
export async function startRecording(link: Link, file: string): Promise<ChildProcess> {
  const options = ['-y', 'LINUX_SLL2', '-n', '-U', '--immediate-mode', '-s', '256', '-Z', 'root'];
  const tcpdump = inside(link, 'tcpdump', '-i', 'any', ...options, '-w', file);
  await says(tcpdump.stderr, /listening on/);
  return tcpdump;
}
