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
  ])('does not start with %s', (argument) => {
    expect(readLaunchArguments(['app', argument], true)).toMatchObject({ allowed: false });
  });

  it('starts without arguments', () => {
    expect(readLaunchArguments(['app'], true)).toEqual({ allowed: true, launch: { dataFolder: undefined } });
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
