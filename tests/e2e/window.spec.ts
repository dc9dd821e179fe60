import { operationNames, operations } from '../../src-shared/contract/operations.ts';
import type { Operation } from '../../src-shared/contract/operation.ts';
import { attack, listening } from './attacks.ts';
import { callFromPage } from './call-from-page.ts';
import { expect, test } from './fixture.ts';
import { somebody } from './people-of-the-training-vrs.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

const accounts = {
  clerk: 'clerk01',
  contractor: 'contractor01',
  supervisor: 'chief01',
  administrator: 'admin01',
  it: 'it01',
} as const;

for (const [role, account] of Object.entries(accounts)) {
  test(`every operation is open to ${role} exactly where the table says so`, async ({ window }) => {
    await new SignInScreen(window).signInAs(account);
    for (const name of operationNames) {
      const operation: Operation = operations[name];
      const mayCall = operation.roles === 'everyone' || operation.roles.some((each) => each === role);
      const answer = await callFromPage(window, name, null);
      expect(answer, name).toMatchObject({
        ok: false,
        problem: { code: mayCall ? 'input-invalid' : 'role-not-allowed' },
      });
    }
  });
}

test('signed out, the main process answers nothing but what the sign-in screen needs', async ({ window }) => {
  for (const name of operationNames) {
    const operation: Operation = operations[name];
    const answer = await callFromPage(window, name, null);
    const code = operation.session === 'none' ? 'input-invalid' : 'signed-out';
    expect(answer, name).toMatchObject({ ok: false, problem: { code } });
  }
});

test('the page has the bridge and nothing else of the machine', async ({ window }) => {
  const seen = await window.evaluate(() => ({
    bridge: Object.keys(globalThis.vrs).toSorted(),
    machine: ['require', 'process', 'Buffer', 'module', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
    frozen: Object.isFrozen(globalThis.vrs),
  }));
  expect(seen).toEqual({ bridge: ['call', 'listen'], machine: [], frozen: true });
});

test('a hostile script in the page reaches no network, no other page and no other window', async ({
  window,
  terminal,
}) => {
  const listener = await listening();
  const address = window.url();
  const reached = await window.evaluate(attack, listener.port);
  expect(Object.entries(reached).filter(([, outcome]) => outcome === 'reached')).toEqual([]);
  // The list above is as long as it was: an attack that was not even tried is no proof.
  expect(Object.keys(reached)).toHaveLength(29);

  const leave = (way: string): Promise<unknown> =>
    window.evaluate(
      ([how = '', port = '']) => {
        const outside = `http://127.0.0.1:${port}/`;
        const link = document.createElement('a');
        const click = (href: string, target = ''): void => {
          link.href = href;
          link.target = target;
          document.body.append(link);
          link.click();
          link.remove();
        };
        const ways: Record<string, () => void> = {
          location: () => (location.href = outside),
          replace: () => location.replace(outside),
          data: () => (location.href = 'data:text/html,<h1>evil</h1>'),
          blob: () =>
            (location.href = URL.createObjectURL(new Blob(['<h1>evil</h1>'], { type: 'text/html' }))),
          file: () => (location.href = 'file:///etc/passwd'),
          'another page of ours': () => (location.href = '/assets/other.html'),
          link: () => click(outside),
          'link in a new window': () => click(outside, '_blank'),
          download: () => {
            link.download = 'x.txt';
            click(URL.createObjectURL(new Blob(['x'])));
            link.removeAttribute('download');
          },
          'form post': () => {
            const form = document.createElement('form');
            form.method = 'post';
            form.action = outside;
            document.body.append(form);
            form.submit();
            form.remove();
          },
          'meta refresh': () => {
            const meta = document.createElement('meta');
            meta.httpEquiv = 'refresh';
            meta.content = `0;url=${outside}`;
            document.head.append(meta);
          },
        };
        ways[how]?.();
      },
      [way, String(listener.port)],
    );
  for (const way of [
    'location',
    'replace',
    'data',
    'blob',
    'file',
    'another page of ours',
    'link',
    'link in a new window',
    'download',
    'form post',
    'meta refresh',
  ]) {
    await leave(way);
    await window.waitForTimeout(150);
    expect(window.url(), way).toBe(address);
    expect(await window.evaluate(() => document.title), way).toContain('接種記録ワークステーション');
    expect(terminal.app.windows(), way).toHaveLength(1);
  }
  // A frame that was stopped shows Chromium's own empty page of an error.
  const empty = new Set(['about:blank', '', 'chrome-error://chromewebdata/']);
  const others = window.frames().filter((frame) => frame !== window.mainFrame());
  expect(others.map((frame) => frame.url()).filter((url) => !empty.has(url))).toEqual([]);
  expect(await listener.end()).toBe(0);
  // Each of these was complained of by the policy; that is what it is for.
  terminal.complaints.length = 0;
});

test('a file dropped on the window goes nowhere', async ({ window }) => {
  const address = window.url();
  const refused = await window.evaluate(() => {
    const carried = new DataTransfer();
    carried.items.add(new File(['宛名番号,氏名'], 'people.csv', { type: 'text/csv' }));
    return ['dragover', 'drop'].map((type) => {
      const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    });
  });
  expect(refused).toEqual([true, true]);
  expect(window.url()).toBe(address);
  expect(await window.content()).not.toContain('people.csv');
});

test('the page keeps nothing of its own: no storage, no cookie, no worker', async ({ window, vrs }) => {
  await new SignInScreen(window).signInAs('clerk01');
  const people = new PeopleScreen(window);
  await people.copyReady();
  await people.chooseReason('窓口');
  await people.search(somebody(vrs).ticketNumber);
  await expect(people.person).toContainText(somebody(vrs).name);
  const kept = await window.evaluate(async () => ({
    usage: (await navigator.storage.estimate()).usage,
    cookies: document.cookie,
    // oxlint-disable-next-line no-restricted-globals -- shown here to be empty
    items: localStorage.length + sessionStorage.length,
    // oxlint-disable-next-line no-restricted-globals -- shown here to be empty
    databases: await indexedDB.databases(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(kept).toEqual({ usage: 0, cookies: '', items: 0, databases: [], workers: 0 });
});

test('a second start on the same data brings the first to the front and ends', async ({
  terminal,
  window,
}) => {
  await window.bringToFront();
  const second = await terminal.startAgain();
  expect(second.code).toBe(3);
  expect(second.output).toContain('もう起動しています');
});
