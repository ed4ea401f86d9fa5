import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { ApiProblem } from '../api/problem';

type Issue = z.core.$ZodIssue;

/** Checks a form by the schema the server checks by; messages in the viewer's language, by field path. */
export function useSchemaCheck(schema: z.ZodType): (values: unknown) => Record<string, string> {
  const textOf = useIssueText();
  return (values) => {
    const parsed = schema.safeParse(values);
    return parsed.success
      ? {}
      : Object.fromEntries(
          parsed.error.issues.toReversed().map((issue) => [issue.path.join('.'), textOf(issue)]),
        );
  };
}

function useIssueText(): (issue: Issue) => string {
  const { t } = useTranslation('problems');
  return (issue) => {
    if (issue.code === 'too_small') {
      const minimum = Number(issue.minimum);
      return issue.origin === 'string' && minimum > 1
        ? t('field.tooShort', { count: minimum })
        : issue.origin === 'string'
          ? t('field.required')
          : t('field.tooSmall', { minimum });
    }
    if (issue.code === 'too_big') {
      return issue.origin === 'string'
        ? t('field.tooLong', { count: Number(issue.maximum) })
        : t('field.tooBig', { maximum: Number(issue.maximum) });
    }
    if (issue.code === 'invalid_format') {
      return issue.format === 'email'
        ? t('field.email')
        : issue.format === 'url'
          ? t('field.url')
          : t('field.invalid');
    }
    return t('field.invalid');
  };
}

/** What the server found wrong, by field path, for the form to show at its fields; known codes in the viewer's language. */
export function fieldErrors(error: unknown): Record<string, string> {
  return error instanceof ApiProblem
    ? Object.fromEntries(error.errors.map(({ path, message, code }) => [path, knownText(code) ?? message]))
    : {};
}

function knownText(code: string | undefined): string | undefined {
  const text: unknown = code && i18next.getResource(i18next.language, 'problems', code);
  return typeof text === 'string' ? text : undefined;
}
