import { type CallStatus, callStatus } from '@callboard/contracts';
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { personOptions, type Person } from '../../shared/ui/person';
import { useDebounced } from '../../shared/ui/use-debounced';
import classes from './filter-bar.module.css';
import type { CallFilters } from './filters';

interface FilterPanelProps {
  filters: CallFilters;
  people: readonly Person[];
  onChange: (filters: CallFilters) => void;
}

/** Every filter of the list, each acting at once. */
export function FilterPanel({ filters, people, onChange }: FilterPanelProps) {
  const { t } = useTranslation('calls');
  const set = (part: CallFilters) => onChange(withoutEmpty({ ...filters, ...part }));
  return (
    <div className={classes.panel}>
      <TextInput
        type="date"
        label={t('filter.from')}
        value={filters.from ?? ''}
        max={filters.to}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('filter.to')}
        value={filters.to ?? ''}
        min={filters.from}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('filter.direction')}
        value={filters.direction ?? ''}
        data={[
          { value: '', label: t('filter.any') },
          { value: 'incoming', label: t('direction.incoming') },
          { value: 'outgoing', label: t('direction.outgoing') },
        ]}
        onChange={(event) => set({ direction: event.currentTarget.value as CallFilters['direction'] })}
      />
      <NativeSelect
        label={t('filter.status')}
        value={filters.status?.length === 1 ? filters.status[0] : ''}
        data={[
          { value: '', label: t('filter.any') },
          ...callStatus.options.map((status) => ({ value: status, label: t(`status.${status}`) })),
        ]}
        onChange={(event) =>
          set({ status: event.currentTarget.value ? [event.currentTarget.value as CallStatus] : [] })
        }
      />
      <NativeSelect
        label={t('filter.employee')}
        value={filters.employeeId ?? ''}
        data={[{ value: '', label: t('filter.any') }, ...personOptions(people, filters.employeeId)]}
        onChange={(event) => set({ employeeId: event.currentTarget.value })}
      />
      <TextFilter
        label={t('filter.extension')}
        value={filters.extension ?? ''}
        onChange={(extension) => set({ extension })}
      />
      <TextFilter
        label={t('filter.phone')}
        value={filters.phone ?? ''}
        onChange={(phone) => set({ phone })}
      />
      <TextFilter label={t('filter.tag')} value={filters.tag ?? ''} onChange={(tag) => set({ tag })} />
      <Checkbox
        className={classes.check}
        label={t('filter.hasRecording')}
        checked={filters.hasRecording ?? false}
        onChange={(event) => set({ hasRecording: event.currentTarget.checked })}
      />
    </div>
  );
}

interface TextFilterProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

const pause = 350;

function TextFilter({ label, value, onChange }: TextFilterProps) {
  const [text, setText] = useState(value);
  useDebounced(text.trim(), pause, onChange);
  return <TextInput label={label} value={text} onChange={(event) => setText(event.currentTarget.value)} />;
}

/** A filter set to nothing is no filter, so that the address stays short. */
function withoutEmpty(filters: CallFilters): CallFilters {
  return Object.fromEntries(
    Object.entries(filters).filter(
      ([, value]) => value !== undefined && value !== '' && value !== false && String(value) !== '',
    ),
  );
}
