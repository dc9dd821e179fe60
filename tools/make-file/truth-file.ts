import { closeSync, openSync, writeSync } from 'node:fs';

import type { FileTruth } from '../../src-training/batch-files/wanted.ts';

const PIECE = 1 << 16;
const HEADER = 'line,column,code,severity\r\n';

/** The list of what was planted: CSV where the name ends with .csv, otherwise one JSON object a line. */
export class TruthFile {
  readonly #file: number;
  readonly #asCsv: boolean;
  #text: string;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    this.#asCsv = path.toLowerCase().endsWith('.csv');
    this.#text = this.#asCsv ? HEADER : '';
  }

  add({ line, column, code, severity }: FileTruth): void {
    this.#text += this.#asCsv
      ? `${line},${column ?? ''},${code},${severity}\r\n`
      : `${JSON.stringify({ line, column, code, severity })}\n`;
    if (this.#text.length >= PIECE) this.end();
  }

  end(): void {
    writeSync(this.#file, this.#text);
    this.#text = '';
  }

  close(): void {
    closeSync(this.#file);
  }
}
