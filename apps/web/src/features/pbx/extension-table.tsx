import type { Extension } from '@callboard/contracts';
import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  IconCircleCheck,
  IconCircleOff,
  IconPhone,
  IconPhoneOff,
  IconQuestionMark,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../shared/ui/badge';
import { type Person, personOptions } from '../../shared/ui/person';
import { useProblemText } from '../../shared/ui/problem-text';
import { Sheet } from '../../shared/ui/sheet';
import { assignExtensionMutation } from './queries';

interface ExtensionTableProps {
  extensions: readonly Extension[];
  people: readonly Person[];
}

/** The extensions and whose they are; a choice is stored at once. */
export function ExtensionTable({ extensions, people }: ExtensionTableProps) {
  const { t } = useTranslation('settings');
  return (
    <Sheet
      label={t('pbx.extensions')}
      columns={[t('pbx.number'), t('pbx.name'), t('pbx.state'), t('pbx.online'), t('pbx.employee')]}
    >
      {extensions.map((extension) => (
        <ExtensionRow key={extension.number} extension={extension} people={people} />
      ))}
    </Sheet>
  );
}

function ExtensionRow({ extension, people }: { extension: Extension; people: readonly Person[] }) {
  const { t } = useTranslation('settings');
  const textOf = useProblemText();
  const assign = useMutation(assignExtensionMutation(useQueryClient()));
  const chosen = assign.isPending ? assign.variables.employeeId : extension.employeeId;
  return (
    <tr>
      <th scope="row">{extension.number}</th>
      <td>{extension.name}</td>
      <td>
        <Badge
          tone={extension.active ? 'good' : 'still'}
          icon={extension.active ? IconCircleCheck : IconCircleOff}
          title={extension.active ? undefined : t('pbx.inactiveHint')}
        >
          {t(extension.active ? 'pbx.active' : 'pbx.inactive')}
        </Badge>
      </td>
      <td>
        <Online online={extension.online} />
      </td>
      <td>
        <NativeSelect
          size="xs"
          aria-label={t('pbx.employeeOf', { number: extension.number })}
          data={[{ value: '', label: t('pbx.nobody') }, ...personOptions(people, chosen)]}
          value={chosen ?? ''}
          error={assign.error && textOf(assign.error)}
          onChange={(event) =>
            assign.mutate({ number: extension.number, employeeId: event.currentTarget.value || null })
          }
        />
      </td>
    </tr>
  );
}

function Online({ online }: { online: boolean | null }) {
  const { t } = useTranslation('settings');
  if (online === null) {
    return (
      <Badge tone="still" icon={IconQuestionMark}>
        {t('pbx.unknown')}
      </Badge>
    );
  }
  return online ? (
    <Badge tone="good" icon={IconPhone}>
      {t('pbx.isOnline')}
    </Badge>
  ) : (
    <Badge tone="still" icon={IconPhoneOff}>
      {t('pbx.isOffline')}
    </Badge>
  );
}
