import { describe, expect, it } from 'vitest';

import { readCommandLine } from '../../../src-main/provisioning/command-line.ts';

const A_PROFILE = ['--create-profile', 'draft.json', '--key', 'k.pem', '--out', 'p.json'];

describe('the command line of the IT section', () => {
  it.each([
    [
      ['--create-signing-key', '--out', 'k.pem'],
      { name: 'create-signing-key', out: 'k.pem', encrypt: false },
    ],
    [A_PROFILE, { name: 'create-profile', draft: 'draft.json', key: 'k.pem', out: 'p.json' }],
    [
      ['--apply', 'p.json', '--workstation', 'PC-01', '--trust', 'ab', '--allow-older'],
      { name: 'apply', file: 'p.json', workstation: 'PC-01', trust: 'ab', allowOlder: true },
    ],
    [['--request-certificate=o.csr'], { name: 'request-certificate', out: 'o.csr' }],
    [['--import-certificate', 'c.p12', '--quiet'], { name: 'import-certificate', file: 'c.p12' }],
    [['--self-check', '--json'], { name: 'self-check', json: true }],
    [['--diagnostics', 'd.json'], { name: 'diagnostics', out: 'd.json' }],
    [['--remove', '--yes', '--with-log'], { name: 'remove', yes: true, withLog: true }],
    [['--help'], { name: 'help' }],
  ])('%j is understood', (words, command) => {
    expect(readCommandLine(words, false)).toMatchObject({ ok: true, value: { command } });
  });

  it.each([
    ['nothing', []],
    ['two commands', ['--self-check', '--remove']],
    ['an unknown option', ['--self-check', '--inspect']],
    ['an option of another command', ['--self-check', '--yes']],
    ['a command without what it needs', ['--create-profile', 'draft.json', '--out', 'p.json']],
    ['an option without its value', ['--apply']],
    ['an empty value', ['--apply=']],
    ['an option said twice', ['--apply', 'a', '--apply', 'b']],
    ['a word that belongs to nothing', ['--self-check', 'please']],
    ['a value that looks like an option', ['--apply', '--quiet']],
    ['a passphrase', [...A_PROFILE, '--passphrase', 'x']],
    ['a data folder, in a packaged app', ['--self-check', '--data=/tmp/x']],
  ])('%s is refused', (_, words) => {
    expect(readCommandLine(words, false)).toMatchObject({ ok: false, refusal: { reason: 'usage' } });
  });

  it('takes a data folder from source alone', () => {
    expect(readCommandLine(['--self-check', '--data=x'], true)).toMatchObject({
      ok: true,
      value: { data: 'x' },
    });
  });
});
