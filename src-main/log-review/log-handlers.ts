import type { operationLogOperations } from '../../src-shared/contract/operation-log.ts';
import { ok } from '../../src-shared/contract/problem.ts';
import type { HandlersOf } from '../gateway/handler.ts';
import { LogExport, type LogExportParts } from './log-export.ts';

/** Reading, verifying and exporting the operation log. Reading it is itself written in it. */
export function logHandlers(parts: LogExportParts): HandlersOf<typeof operationLogOperations> {
  const { log, jobs } = parts;
  const exporting = new LogExport(parts);
  return {
    'log.entries': async ({ before, limit, ...filter }) => {
      const page = await log.entries(filter, before, limit);
      if (!page.ok) return page;
      const subjects = filter.addresseeNumber === '' ? [] : [filter.addresseeNumber];
      return ok({
        result: page.value,
        subjects,
        detail: { entries: page.value.entries.length, before: before ?? 0 },
      });
    },

    'log.export': async ({ format, password, oneTimePassword, ...filter }, caller) => {
      const started = await exporting.begin(caller, {
        filter,
        format,
        credentials: { password, oneTimePassword },
      });
      if (!started.ok) return started;
      const subjects = filter.addresseeNumber === '' ? [] : [filter.addresseeNumber];
      return ok({ result: started.value, subjects, detail: { format } });
    },

    'log.state': () => Promise.resolve(ok(log.state())),

    'log.verify': (_, caller) => {
      const started = jobs.start({
        kind: 'verify-log',
        subject: '',
        owner: caller.userId,
        work: ({ signal, progress }) => log.verify(signal, progress),
      });
      return Promise.resolve(started.ok ? ok({ result: started.value, subjects: [] }) : started);
    },
  };
}
