import * as z from 'zod';
import { extensionNumber, id, moment } from './values';

export const extension = z
  .object({
    number: extensionNumber,
    name: z.string().nullable(),
    /** False once the PBX no longer lists it; calls and assignments stay. */
    active: z.boolean(),
    /** As last seen; null if never asked. */
    online: z.boolean().nullable(),
    onlineSeenAt: moment.nullable(),
    employeeId: id.nullable(),
    employeeName: z.string().nullable(),
  })
  .meta({ id: 'Extension' });
export type Extension = z.infer<typeof extension>;

export const pbxSync = z
  .object({
    state: z.enum(['idle', 'running', 'done', 'failed']),
    done: z.number().int(),
    total: z.number().int(),
    finishedAt: moment.nullable(),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'PbxSync' });
export type PbxSync = z.infer<typeof pbxSync>;

export const pbx = z
  .object({ pbxId: z.string().nullable(), sync: pbxSync, extensions: z.array(extension) })
  .meta({ id: 'Pbx' });
export type Pbx = z.infer<typeof pbx>;

export const assignExtensionBody = z.object({ employeeId: id.nullable() });
export type AssignExtensionBody = z.infer<typeof assignExtensionBody>;
