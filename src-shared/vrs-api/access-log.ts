import { z } from 'zod';

import { IsoTimestamp } from '../domain/identifiers.ts';
import { defineCalls } from './call.ts';

/** What VRS itself recorded of this municipality's access, to compare with the workstation's own log. */
export const AccessLogEntry = z
  .strictObject({
    sequence: z.int().min(1),
    at: IsoTimestamp,
    userId: z.string().max(64),
    /** Common name of the client certificate. */
    workstation: z.string().max(64),
    call: z.string().max(60),
    status: z.int().min(100).max(599),
    code: z.string().max(60),
    addresseeNumbers: z.array(z.string().max(15)).max(2000),
  })
  .meta({ id: 'AccessLogEntry' });
export type AccessLogEntry = z.infer<typeof AccessLogEntry>;

export const accessLogCalls = defineCalls({
  'accessLog.list': {
    summary: 'VRSが記録した、この市区町村のアクセス',
    method: 'GET',
    route: '/v1/access-log',
    access: ['supervisor', 'administrator'],
    query: z.strictObject({
      from: IsoTimestamp.optional(),
      until: IsoTimestamp.optional(),
      userId: z.string().max(64).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.int().min(1).max(2000).optional(),
    }),
    status: 200,
    answer: z
      .strictObject({ entries: z.array(AccessLogEntry).max(2000), cursor: z.string().max(200).nullable() })
      .meta({ id: 'AccessLog' }),
    problems: [],
  },
});
