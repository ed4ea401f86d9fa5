import * as z from 'zod';
import { callbackVariants } from '../calls/exchange-deps';

const range = z.tuple([z.number().min(0), z.number().min(0)]);

export const extensionSchema = z.strictObject({
  number: z.string().regex(/^\d{3}$/),
  name: z.string().optional(),
  online: z.boolean().optional(),
  callerId: z.string().nullable().optional(),
});

export const behaviourSchema = z.strictObject({
  agentAnswersAfter: z.number().min(0).nullable().optional(),
  clientAnswersAfter: z.number().min(0).optional(),
  clientOutcome: z.enum(['answered', 'busy', 'no answer']).optional(),
  talkSeconds: z.number().min(0).optional(),
  recorded: z.boolean().optional(),
  recordDelaySeconds: z.number().min(0).optional(),
  answerDestination: z.enum(['extension', 'did']).optional(),
  busyWhileTalking: z.boolean().optional(),
  ownPhoneAnswer: z.enum(['untold', 'extension', 'client']).optional(),
  callbackVariant: z.enum(callbackVariants).optional(),
});

export const workingDaySchema = z
  .strictObject({
    callers: z.array(z.string()).optional(),
    strangers: z.number().min(0).max(1).optional(),
    pauseSeconds: range.optional(),
    talkSeconds: range.optional(),
  })
  .default({});
