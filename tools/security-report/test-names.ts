import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SEPARATOR = ' › ';

/** A test as a measure names it. */
export interface NamedTest {
  /** From the root: `tests/unit/…`. */
  readonly file: string;
  /** As it stands in the file, with `%s` or `${…}` where values come in. */
  readonly title: string;
}

export function namedTest(named: string): NamedTest {
  const [file = '', ...title] = named.split(SEPARATOR);
  return { file: `tests/${file}`, title: title.join(SEPARATOR) };
}

/** The suite of ./test whose report tells of it. */
export const suiteOf = ({ file }: NamedTest): string => file.split('/')[1] ?? '';

/** Whether the file has a test of that name: the whole name, as one text that a test function is given. */
export function isThere(root: string, { file, title }: NamedTest): boolean {
  const found = path.join(root, file);
  if (title === '' || !existsSync(found)) return false;
  const source = readFileSync(found, 'utf8');
  return ["'", '`', '"'].some((quote) => source.includes(`${quote}${title}${quote}`));
}

/** Whether a name in a report is that of the test, whatever values came in. */
export function isNamed({ title }: NamedTest, reported: string): boolean {
  const parts = title
    .split(/%[sdjio]|\$\{[^}]+\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(reported);
}
