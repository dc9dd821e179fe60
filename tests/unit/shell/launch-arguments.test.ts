import { describe, expect, it } from 'vitest';

import { cleanEnvironment, readLaunchArguments } from '../../../src-main/shell/launch-arguments.ts';

describe('a released app', () => {
  it.each([
    '--inspect',
    '--inspect-brk=9229',
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--no-sandbox',
    '--disable-web-security',
    '--ignore-certificate-errors',
    '--proxy-server=127.0.0.1:8080',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--user-data-dir=/tmp/x',
    '--load-extension=/tmp/x',
    '--js-flags=--expose-gc',
    '--ssl-key-log-file=/tmp/x',
    '--enable-logging',
    '--password-store=basic',
    '--data=/tmp/x',
    '-INSPECT',
    '--lang=en',
    'a-file.csv',
    '--',
  ])('does not start with %s', (argument) => {
    expect(readLaunchArguments(['app', argument], true)).toMatchObject({ allowed: false });
  });

  it('starts without arguments', () => {
    expect(readLaunchArguments(['app'], true)).toEqual({ allowed: true, launch: { dataFolder: undefined } });
  });
});

describe('a released app that the IT section asks for something', () => {
  it.each([
    [['--self-check', '--json'], 'self-check'],
    [['--apply', 'p.json', '--quiet'], 'apply'],
    [['--remove', '--yes'], 'remove'],
  ])('does %j instead of opening its window', (words, name) => {
    expect(readLaunchArguments(['app', ...words], true)).toMatchObject({
      allowed: true,
      launch: { dataFolder: undefined },
      command: { command: { name } },
    });
  });

  it.each([
    [['--self-check', '--inspect=0']],
    [['--inspect=0', '--self-check']],
    [['--self-check', '--no-sandbox']],
    [['--self-check', '--data=/tmp/x']],
    [['--apply', 'p.json', '--proxy-server=127.0.0.1:9']],
    [['--self-check', '--', '--remote-debugging-port=0']],
  ])('does nothing with %j', (words) => {
    expect(readLaunchArguments(['app', ...words], true)).toMatchObject({ allowed: false });
  });
});

describe('an app from source', () => {
  it('takes a data folder, made absolute', () => {
    const decision = readLaunchArguments(['electron', 'main.js', '--data=x/y'], false);
    expect(decision).toMatchObject({
      allowed: true,
      launch: { dataFolder: expect.stringMatching(/^(\/|[A-Z]:).*x.y$/) },
    });
  });
});

describe('an app from source that the IT section asks for something', () => {
  it('does it in the folder that is named', () => {
    const words = ['electron', '.', '--data=/tmp/x', '--self-check'];
    expect(readLaunchArguments(words, false)).toMatchObject({
      launch: { dataFolder: '/tmp/x' },
      command: { command: { name: 'self-check' } },
    });
  });
});

describe('the environment', () => {
  it('loses what would switch off TLS checks or bend the network, and nothing else', () => {
    const environment = {
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_EXTRA_CA_CERTS: 'x',
      SSLKEYLOGFILE: 'x',
      https_proxy: 'x',
      ALL_PROXY: 'x',
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
      ELECTRON_ENABLE_LOGGING: '1',
      ELECTRON_OVERRIDE_DIST_PATH: 'x',
      PATH: 'x',
      LANG: 'ja_JP.UTF-8',
    };
    cleanEnvironment(environment);
    expect(Object.keys(environment)).toEqual(['ELECTRON_OVERRIDE_DIST_PATH', 'PATH', 'LANG']);
  });
});
