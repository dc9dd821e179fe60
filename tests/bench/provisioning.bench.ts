import { makeTerminals } from '../integration/provisioning/many-terminals.ts';
import { defineBench, percentiles } from './harness.ts';

export const bench = defineBench<{ readonly terminals: number }>({
  name: 'provisioning',
  about:
    'Terminals made one after the other, unattended, by the workstation command: apply, import the certificate, self-check, each a process of its own, in a real Secret Service, against the training VRS.',
  unit: 'terminals',
  sizes: [50],
  rounds: 1,
  prepare: (terminals) => Promise.resolve({ terminals }),
  baseline: 'command',
  contenders: {
    command: async ({ terminals }, watch) => {
      watch.start();
      const made = await makeTerminals(terminals);
      watch.stop();
      const times = made.map(({ milliseconds }) => milliseconds);
      const checks = made.map(({ checkMilliseconds }) => checkMilliseconds);
      return {
        'green self-checks': made.filter(({ codes }) => codes.every((code) => code === 0)).length,
        ...percentiles('whole terminal', times),
        'whole terminal max ms': Math.max(...times),
        ...percentiles('self-check', checks),
        'self-check max ms': Math.max(...checks),
      };
    },
  },
});
