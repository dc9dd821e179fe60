import type { ReadStream } from 'node:tty';

import { ok, type Provisioned, refused } from './refusals.ts';

/** Where words come from that no command line and no environment may carry. */
export interface Passphrases {
  /** One line. Typed ones are not shown. */
  read(what: string): Promise<Provisioned<string>>;
  /** Whether somebody sits there who can be asked. */
  readonly isAsked: boolean;
  /** A line that is shown while it is typed. */
  ask(question: string): Promise<string>;
}

const MOST_CHARACTERS = 1_000;
const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** From the standard input: typed at a terminal, or given by a script through a pipe. SECURITY: never from argv, which every process can read. */
export function passphrasesFrom(
  input: NodeJS.ReadStream,
  output: Pick<NodeJS.WriteStream, 'write'>,
): Passphrases {
  const isAsked = input.isTTY;
  return {
    isAsked,
    async read(what) {
      if (isAsked) output.write(`${what}：`);
      const line = await lineOf(input, isAsked);
      if (isAsked) output.write('\n');
      return line === ''
        ? refused('content-invalid', `${what}が入力されていません。標準入力に一行で渡してください。`)
        : ok(line);
    },
    async ask(question) {
      output.write(question);
      return lineOf(input, false);
    },
  };
}

/** The rest of the input is left alone. */
function lineOf(input: NodeJS.ReadStream, isHidden: boolean): Promise<string> {
  const terminal: ReadStream | undefined = isHidden ? input : undefined;
  terminal?.setRawMode(true);
  input.setEncoding('utf8');
  return new Promise((resolve) => {
    let typed = '';
    const end = (line: string): void => {
      terminal?.setRawMode(false);
      input.off('data', take).off('end', atEnd);
      input.pause();
      resolve(line);
    };
    const atEnd = (): void => end(typed);
    const take = (text: string): void => {
      // Ctrl-C and Ctrl-D reach us as letters while the terminal is raw.
      if (terminal !== undefined && (text.includes(CTRL_C) || text.includes(CTRL_D))) return end('');
      typed = edited(typed, text, isHidden);
      const at = typed.search(ENTER);
      if (at >= 0 || typed.length > MOST_CHARACTERS) end(typed.slice(0, Math.max(at, 0)));
    };
    input.on('data', take).once('end', atEnd);
    input.resume();
  });
}

/** A raw terminal leaves it to us to take letters back. */
function edited(typed: string, text: string, isRaw: boolean): string {
  if (!isRaw) return typed + text;
  let line = typed;
  for (const letter of text)
    line = letter === '\u007F' || letter === '\b' ? line.slice(0, -1) : line + letter;
  return line;
}
