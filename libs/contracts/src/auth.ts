import * as z from 'zod';
import { countryCode, id, moment } from './values';

export const role = z.enum(['admin', 'agent']);
export type Role = z.infer<typeof role>;

export const apiKeyScope = z.enum(['read', 'write', 'admin']);
export type ApiKeyScope = z.infer<typeof apiKeyScope>;

export const language = z.enum(['pl', 'en']);
export type Language = z.infer<typeof language>;

const name = z.string().trim().min(1).max(120);
const email = z
  .email()
  .max(254)
  .transform((value) => value.toLowerCase());
const password = z.string().min(10, 'must have at least 10 characters').max(200);

export const loginBody = z.object({ email: z.string().max(254), password: z.string().min(1).max(200) });
export type LoginBody = z.infer<typeof loginBody>;

/** The signed-in employee. */
export const me = z
  .object({
    id,
    name: z.string(),
    email: z.string(),
    role,
    language: language.nullable(),
    /** Active extensions assigned to the employee now. */
    extensions: z.array(z.string()),
    /** The country whose numbers may be dialled without a country code, from the settings. */
    defaultCountry: countryCode,
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;

export const updateMeBody = z.object({ language });

export const employee = z
  .object({ id, name: z.string(), email: z.string(), role, active: z.boolean(), createdAt: moment })
  .meta({ id: 'Employee' });
export type Employee = z.infer<typeof employee>;

export const createEmployeeBody = z.object({
  name,
  email,
  role,
  /** Without one the employee cannot sign in until an administrator sets it. */
  password: password.optional(),
  active: z.boolean().default(true),
});
export type CreateEmployeeBody = z.infer<typeof createEmployeeBody>;

export const updateEmployeeBody = z.object({
  name: name.optional(),
  email: email.optional(),
  role: role.optional(),
  password: password.optional(),
  active: z.boolean().optional(),
});
export type UpdateEmployeeBody = z.infer<typeof updateEmployeeBody>;

export const apiKey = z
  .object({
    id,
    name: z.string(),
    scope: apiKeyScope,
    prefix: z.string(),
    createdAt: moment,
    lastUsedAt: moment.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;

export const createApiKeyBody = z.object({ name, scope: apiKeyScope });
export type CreateApiKeyBody = z.infer<typeof createApiKeyBody>;

/** The answer to creating a key: the only time the key itself is shown. */
export const createdApiKey = apiKey.extend({ key: z.string() }).meta({ id: 'CreatedApiKey' });
export type CreatedApiKey = z.infer<typeof createdApiKey>;

/** State of the first-run set-up, and the demo's users if this is a demo. */
export const setupState = z
  .object({
    needed: z.boolean(),
    demo: z
      .object({
        users: z.array(z.object({ name: z.string(), email: z.string(), password: z.string(), role })),
      })
      .nullable(),
  })
  .meta({ id: 'SetupState' });
export type SetupState = z.infer<typeof setupState>;

export const setupBody = z.object({ token: z.string().trim().min(1).max(200), name, email, password });
export type SetupBody = z.infer<typeof setupBody>;
