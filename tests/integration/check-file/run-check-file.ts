import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { onTestFinished } from 'vitest';
import { z } from 'zod';

const PROGRAM = path.resolve('tools/check-file/check-file.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a script meets it: a process of its own, its exit code, and what it printed. */
export class CheckFile {
  /** Where files for it lie. */
  readonly folder = mkdtempSync(path.join(tmpdir(), 'check-file-test-'));
  /** Where it stages. */
  readonly scratch = mkdtempSync(path.join(tmpdir(), 'check-file-scratch-'));

  constructor() {
    onTestFinished(() => {
      for (const folder of [this.folder, this.scratch]) rmSync(folder, { recursive: true, force: true });
    });
  }

  file(content: string | Uint8Array, name = 'file.csv'): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content);
    return file;
  }

  start(words: readonly string[], as: { readonly uid?: number } = {}) {
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: this.scratch },
      ...as,
    });
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(
      ([exit, stdout, stderr]): Ended => ({ code: exit, stdout, stderr }),
    );
    return { child, ended };
  }

  run(...words: readonly string[]): Promise<Ended> {
    return this.start(words).ended;
  }

  /** What `--json` printed, which must be one object of that form and nothing else. */
  async json(...words: readonly string[]): Promise<Ended & { readonly report: Report }> {
    const ended = await this.run(...words, '--json');
    return { ...ended, report: Report.parse(JSON.parse(ended.stdout)) };
  }

  /** What is left where it staged. */
  get left(): readonly string[] {
    return readdirSync(this.scratch);
  }
}

const Report = z.strictObject({
  rows: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  findingsByCode: z.record(z.string(), z.int()),
  encoding: z.string().nullable(),
  layout: z.string().nullable(),
  kind: z.string().nullable(),
  sha256: z.string().nullable(),
  findings: z.array(
    z.strictObject({
      row: z.int(),
      column: z.string().nullable(),
      code: z.string(),
      severity: z.string(),
      value: z.string().optional(),
      sentence: z.string().optional(),
    }),
  ),
});
export type Report = z.infer<typeof Report>;

export const header =
  '市町村コード,券番号,接種回数,接種日,接種会場名,ワクチンメーカー,ワクチンロット番号,宛名番号';

/** A right row; what is given differs. */
export function row(
  number: number,
  change: Partial<Record<'dose' | 'on' | 'venue' | 'lot' | 'ticket', string>> = {},
): string {
  const { dose = '1', on = '20210601', venue = '青葉市立病院', lot = 'FJ7489' } = change;
  const ticket = change.ticket ?? String(1_000_000_000 + number);
  return `131237,${ticket},${dose},${on},${venue},ファイザー,${lot},${10_000_000 + number}`;
}

export const csv = (...lines: readonly string[]): string => `${[header, ...lines].join('\r\n')}\r\n`;
