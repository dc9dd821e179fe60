import { cp932Codes } from './cp932.ts';
import type { FileEncoding, Spoilt } from './wanted.ts';

/** What a cell is written with when it is to be no text: bytes that the encoding has no character for. */
const undecodable: Readonly<Record<FileEncoding, readonly number[]>> = {
  cp932: [0x81, 0xad],
  'utf-8': [0xe3, 0x81],
  'utf-8-bom': [0xe3, 0x81],
  // The first half of a character alone.
  'utf-16le': [0x42, 0xd8],
  'utf-16be': [0xd8, 0x42],
};

const MARK = '\uFEFF';
/** Handed on in pieces of about this many bytes. */
const PIECE = 1 << 18;

export interface FileForm {
  readonly encoding: FileEncoding;
  readonly lineEnd: '\r\n' | '\n';
  readonly quoteAll: boolean;
}

/** A cell as it goes into the file, and what is to be done to it. */
export interface FileCell {
  readonly text: string;
  readonly spoilt?: Extract<Spoilt, { kind: 'quote' | 'bytes' }>;
}

/** Writes CSV in an encoding, piece by piece: never more than a piece is in memory. */
export class FileBytes {
  readonly #form: FileForm;
  readonly #sink: (bytes: Buffer) => void;
  readonly #encode: (text: string) => Buffer;
  #text = '';
  #written = 0;

  constructor(form: FileForm, sink: (bytes: Buffer) => void) {
    this.#form = form;
    this.#sink = sink;
    this.#encode = encoders[form.encoding];
    if (form.encoding !== 'utf-8' && form.encoding !== 'cp932') this.#text = MARK;
  }

  get written(): number {
    return this.#written;
  }

  line(cells: readonly string[]): void {
    this.#add(cells.map((cell) => this.#quoted(cell)).join(',') + this.#form.lineEnd);
  }

  /** A line with something in it that is no CSV or no text. */
  spoiltLine(cells: readonly FileCell[]): void {
    for (const [index, { text, spoilt }] of cells.entries()) {
      if (index > 0) this.#add(',');
      if (spoilt === undefined) this.#add(this.#quoted(text));
      else if (spoilt.kind === 'quote') this.#add(misquoted(text, spoilt.how));
      else this.#addBytes(text);
    }
    this.#add(this.#form.lineEnd);
  }

  end(): void {
    this.#flush();
  }

  #quoted(cell: string): string {
    return this.#form.quoteAll || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }

  #addBytes(text: string): void {
    const quote = this.#form.quoteAll ? '"' : '';
    this.#add(quote + text);
    this.#flush();
    this.#give(Buffer.from(undecodable[this.#form.encoding]));
    this.#add(quote);
  }

  #add(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE) this.#flush();
  }

  #flush(): void {
    if (this.#text !== '') this.#give(this.#encode(this.#text));
    this.#text = '';
  }

  #give(bytes: Buffer): void {
    this.#written += bytes.length;
    this.#sink(bytes);
  }
}

/** A quote that never closes, one in the middle of a cell, and text behind a closing one. */
function misquoted(text: string, how: Extract<Spoilt, { kind: 'quote' }>['how']): string {
  if (how === 'open') return `"${text}`;
  return how === 'inside' ? `${text.slice(0, 1)}"${text.slice(1)}` : `"${text}"続き`;
}

const encoders: Readonly<Record<FileEncoding, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8-bom': (text) => Buffer.from(text),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  cp932: inCp932,
};

/** Throws where CP932 has no code for a character. */
function inCp932(text: string): Buffer {
  const codes = cp932Codes();
  const bytes = Buffer.allocUnsafe(text.length * 2);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = codes[text.charCodeAt(at)] ?? 0xffff;
    if (code === 0xffff) throw new RangeError('a character that CP932 does not have');
    if (code > 0xff) {
      bytes[length] = code >> 8;
      length += 1;
    }
    bytes[length] = code & 0xff;
    length += 1;
  }
  return bytes.subarray(0, length);
}
